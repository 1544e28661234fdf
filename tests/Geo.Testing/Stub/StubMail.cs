using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Geo.Testing.Stub;

/// <summary>A mail server on this machine as RFC 5321 has it, without encryption: it keeps what it is sent, or refuses it.</summary>
public sealed class StubMail : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(string To, string Subject, string Body)> _mails = [];
    private readonly Task _listening;

    private StubMail()
    {
        _listener.Start();
        _listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A reply instead of taking mail from anybody: <c>451 try later</c>.</summary>
    public string? Refusal { get; set; }

    /// <summary>What came, with bodies as they were written.</summary>
    public IReadOnlyList<(string To, string Subject, string Body)> Mails
    {
        get
        {
            lock (_mails)
                return [.. _mails];
        }
    }

    public static StubMail Start() => new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await TalkAsync(client.GetStream());
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 stub");
        var to = new List<string>();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "MAIL" when Refusal is { } refusal:
                    await writer.WriteLineAsync(refusal);
                    break;
                case "RCPT":
                    to.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                    await writer.WriteLineAsync("250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    await TakeAsync(reader, string.Join(", ", to));
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private async Task TakeAsync(StreamReader reader, string to)
    {
        var (subject, body, isBody) = ("", new StringBuilder(), false);
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            if (isBody)
                body.Append(line);
            else if (line.StartsWith("Subject: ", StringComparison.Ordinal))
                subject = line["Subject: ".Length..];
            isBody |= line.Length == 0;
        }

        lock (_mails)
            _mails.Add((to, subject, Encoding.UTF8.GetString(Convert.FromBase64String(body.ToString()))));
    }
}
