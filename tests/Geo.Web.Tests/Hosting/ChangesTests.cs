using System.Net;
using Geo.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

/// <summary>Who may change something while there are no accounts.</summary>
public sealed class ChangesTests
{
    [Theory]
    [InlineData("on", "127.0.0.1", "localhost:8400", null, true)]
    [InlineData("on", "::1", "[::1]:8400", null, true)]
    [InlineData("on", "::ffff:127.0.0.1", "127.0.0.1", null, true)]
    [InlineData("off", "127.0.0.1", "localhost", null, false)]
    [InlineData(null, "127.0.0.1", "localhost", null, false)]
    [InlineData("on", "192.168.1.5", "localhost", null, false)]
    [InlineData("on", "127.0.0.1", "geo.example.org", null, false)] // a name of the web that leads to this machine
    [InlineData("on", "127.0.0.1", "localhost.example.org", null, false)]
    [InlineData("on", "127.0.0.1", "localhost", "X-Forwarded-For", false)]
    public void Changes_AreForSomebodyAtTheMachine(string? setting, string caller, string name, string? header, bool allowed)
    {
        var changes = new Changes(new ConfigurationBuilder().AddInMemoryCollection([new(Changes.Setting, setting)]).Build());
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(caller) } };
        http.Request.Host = new HostString(name);
        if (header is not null)
            http.Request.Headers[header] = "192.168.1.5";

        changes.AreAllowed(http).ShouldBe(allowed);
        if (!allowed)
            Should.Throw<ChangesRefusedException>(() => changes.Require(http)).Message.ShouldBe(Changes.Refusal);
    }
}
