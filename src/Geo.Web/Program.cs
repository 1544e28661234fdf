using Geo.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddGeo();
var app = builder.Build();
app.UseGeo();
await app.RunAsync();
