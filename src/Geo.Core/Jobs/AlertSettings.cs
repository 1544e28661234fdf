using System.Globalization;
using System.Net.Mail;
using Geo.Core.Fetch;

namespace Geo.Core.Jobs;

/// <summary>Whom to tell of what, as the file says that <see cref="Setting"/> names; without one nobody is told.</summary>
public sealed class AlertSettings
{
    /// <summary>The setting that names the file.</summary>
    public const string Setting = "GEO_ALERTS";

    private const string Code = "bad-alerts";
    private const string Remedy = "geodata/alerts.schema.json tells what the file has.";

    /// <summary>What people call the kinds, in the order in which they are told.</summary>
    internal static readonly (string Name, string Kind)[] Kinds =
        [("failures", AlertKind.Failure), ("refused-files", FindingKind.RefusedFile), ("late-sources", FindingKind.Late), ("signals", FindingKind.Signal), ("hot-spots", FindingKind.HotSpot)];

    /// <summary>Of the pages, for whoever reads on: <c>https://geo.example.org</c>.</summary>
    public string Address { get; set; } = "";

    public List<string> Tell { get; set; } = [.. Kinds.Select(kind => kind.Name)];

    public QuietHours? QuietHours { get; set; }

    public MailSettings? Mail { get; set; }

    public WebhookSettings? Webhook { get; set; }

    /// <exception cref="RefusedException">There is no such file, or it breaks a rule; every fault is named.</exception>
    public static AlertSettings Load(string path) => File.Exists(path) ? Read(File.OpenText(path), Path.GetFileName(path))
        : throw new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file.", $"Check the path in {Setting}."));

    /// <param name="file">Name for messages.</param>
    /// <exception cref="RefusedException">It breaks a rule; every fault is named.</exception>
    public static AlertSettings Read(TextReader text, string file)
    {
        var settings = SettingsFile.Read<AlertSettings>(text, file, Code, Remedy);
        var faults = settings.Faults().Select(fault => new Fault(Code, file, null, fault.Field, fault.Value, fault.Rule, Remedy)).ToList();
        return faults.Count == 0 ? settings : throw new RefusedException(faults);
    }

    /// <summary>What may be sent at a moment.</summary>
    internal IReadOnlyList<string> KindsAt(DateTimeOffset now) => [.. Kinds.Where(kind => Tell.Contains(kind.Name) && (QuietHours?.Holds(now) != true || QuietHours.Except.Contains(kind.Name))).Select(kind => kind.Kind)];

    /// <summary>The text of a file that holds a secret, which has no place in the settings themselves.</summary>
    /// <exception cref="RefusedException">There is no such file.</exception>
    internal static string Secret(string field, string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("not-found", path, null, field, null, "The file cannot be read.", "Check its path in the alerts file and its permissions."), error);
        }
    }

    private IEnumerable<(string Field, string? Value, string Rule)> Faults()
    {
        if (Mail is null && Webhook is null)
            yield return ("mail", null, "Nobody is told: there is neither mail nor webhook.");
        if (Address.Length > 0 && !(Uri.TryCreate(Address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return ("address", Address, "The address of the pages begins with https://.");
        var names = Kinds.Select(kind => kind.Name).ToList();
        foreach (var (field, named) in new[] { ("tell", Tell), ("except", QuietHours?.Except ?? []) })
        {
            foreach (var unknown in named.Except(names))
                yield return (field, unknown, $"What can be told is {string.Join(", ", names)}.");
        }

        foreach (var fault in (QuietHours?.Faults() ?? []).Concat(Mail?.Faults() ?? []).Concat(Webhook?.Faults() ?? []))
            yield return fault;
    }
}

/// <summary>Hours by the clock of Europe/London in which nobody is told; what came up meanwhile is told after them, unless it is resolved by then.</summary>
public sealed class QuietHours
{
    public string From { get; set; } = "";

    public string To { get; set; } = "";

    /// <summary>What is told all the same.</summary>
    public List<string> Except { get; set; } = [];

    internal bool Holds(DateTimeOffset now)
    {
        var (from, to, time) = (Time(From)!.Value, Time(To)!.Value, TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Schedule.London).DateTime));
        return time.IsBetween(from, to); // also across midnight; never the moment at which they end
    }

    internal IEnumerable<(string, string?, string)> Faults()
    {
        foreach (var (field, text) in new[] { ("from", From), ("to", To) })
        {
            if (Time(text) is null)
                yield return (field, text, "An hour is written as \"18:00\", in quotes.");
        }
    }

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>A mail server (SMTP) and whom it writes to.</summary>
public sealed class MailSettings
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>Encrypts what is sent; a server that does not offer it is not used.</summary>
    public bool StartTls { get; set; } = true;

    public string User { get; set; } = "";

    /// <summary>A file with the password and nothing else.</summary>
    public string PasswordFile { get; set; } = "";

    public string From { get; set; } = "";

    public List<string> To { get; set; } = [];

    internal IEnumerable<(string, string?, string)> Faults()
    {
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            yield return ("host", Host, "The mail server is a name such as smtp.example.org.");
        if (Port is < 1 or > 65535)
            yield return ("port", $"{Port}", "A port is 1 to 65535.");
        if (To.Count == 0)
            yield return ("to", null, "Somebody is to be written to.");
        foreach (var (field, address) in To.Select(address => ("to", address)).Prepend(("from", From)))
        {
            if (!MailAddress.TryCreate(address, out _))
                yield return (field, address, "That is no mail address.");
        }

        if (User.Length > 0 != PasswordFile.Length > 0)
            yield return ("user", User, "A user comes with a password-file, and without a user there is none.");
        if (User.Length > 0 && !StartTls)
            yield return ("start-tls", "false", "A password is not sent unencrypted.");
    }
}

/// <summary>A webhook of a chat.</summary>
public sealed class WebhookSettings
{
    /// <summary>A file with the address and nothing else: who knows it may write.</summary>
    public string AddressFile { get; set; } = "";

    /// <summary><c>text</c>, as Slack and Mattermost take it, or <c>teams</c>: an adaptive card.</summary>
    public string Format { get; set; } = "text";

    internal IEnumerable<(string, string?, string)> Faults()
    {
        if (AddressFile.Length == 0)
            yield return ("address-file", null, "A file holds the webhook's address.");
        if (Format is not ("text" or "teams"))
            yield return ("format", Format, "The format is text or teams.");
    }
}
