using Geo.Cli.Hosting;

return await Commands.RunAsync(args, Shell.OfProcess(), CancellationToken.None);
