using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Geo.Core.Fetch;

namespace Geo.Core.Jobs;

/// <summary>A way by which people are told.</summary>
/// <param name="Name">As <c>jobs.alert_sent</c> has it.</param>
/// <param name="SendAsync">Refused where it could not be sent, and may be sent again.</param>
internal sealed record AlertChannel(string Name, Func<AlertMessage, CancellationToken, Task> SendAsync)
{
    private const string Remedy = "Check the alerts file.";

    private static readonly TimeSpan MailLimit = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<AlertChannel> Of(AlertSettings settings, JobHost host) =>
    [
        .. settings.Mail is { } mail ? [new AlertChannel("mail", (message, stopped) => MailAsync(mail, message, stopped))] : (AlertChannel[])[],
        .. settings.Webhook is { } webhook ? [new AlertChannel("webhook", (message, stopped) => PostAsync(webhook, host, message, stopped))] : (AlertChannel[])[],
    ];

    private static async Task MailAsync(MailSettings settings, AlertMessage message, CancellationToken cancellationToken)
    {
        using var mail = new MailMessage { From = new(settings.From), Subject = message.Subject, Body = message.Text, BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.Base64 };
        foreach (var to in settings.To)
            mail.To.Add(to);
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notices, please
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls };
        if (settings.User.Length > 0)
            client.Credentials = new NetworkCredential(settings.User, AlertSettings.Secret("password-file", settings.PasswordFile));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MailLimit);
        try
        {
            await client.SendMailAsync(mail, limit.Token);
        }
        catch (Exception error) when (error is SmtpException or IOException or System.Security.Authentication.AuthenticationException)
        {
            throw NotSent("mail", $"{settings.Host}:{settings.Port} did not take the mail: {Cause(error).Message.TrimEnd('.')}.", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotSent("mail", $"{settings.Host}:{settings.Port} did not take the mail within {MailLimit.TotalSeconds:0} seconds.", error);
        }
    }

    private static async Task PostAsync(WebhookSettings settings, JobHost host, AlertMessage message, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(AlertSettings.Secret("address-file", settings.AddressFile), UriKind.Absolute, out var address))
            throw NotSent("webhook", "The file of address-file holds no address.", null);
        using var outbound = new Outbound(Feeds.Only(address.Host, host.FeedsMayBeHere), host.Time);
        try
        {
            await outbound.PostAsync(address, JsonSerializer.SerializeToUtf8Bytes(settings.Format == "teams" ? Card(message) : Text(message), Json), "application/json", cancellationToken);
        }
        catch (RefusedException refused)
        {
            throw NotSent("webhook", refused.Faults[0].Rule, refused);
        }
    }

    /// <summary>api.slack.com, formatting text for app surfaces: of the markup only what is escaped has a meaning here.</summary>
    private static object Text(AlertMessage message) => new
    {
        text = $"*{Escaped(message.Subject)}*\n{Escaped(message.Text).ReplaceLineEndings("\n")}".TrimEnd(),
    };

    /// <summary>learn.microsoft.com, incoming webhooks of Teams: a message with an adaptive card.</summary>
    private static object Card(AlertMessage message) => new
    {
        type = "message",
        attachments = new[]
        {
            new
            {
                contentType = "application/vnd.microsoft.card.adaptive",
                content = new Dictionary<string, object>
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["body"] = new object[] { new { type = "TextBlock", text = message.Subject, weight = "Bolder", wrap = true }, new { type = "TextBlock", text = message.Text.ReplaceLineEndings("\n").TrimEnd(), wrap = true } },
                },
            },
        },
    };

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static Exception Cause(Exception error) => error is SmtpException { InnerException: { } inner } ? inner : error;

    private static RefusedException NotSent(string channel, string rule, Exception? cause) => new(new Fault("not-sent", channel, null, null, null, rule, Remedy), cause);
}
