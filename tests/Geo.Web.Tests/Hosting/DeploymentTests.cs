using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

/// <summary>The door (./geo), its private cluster, and the containers: what an operator meets before any figure.</summary>
[SupportedOSPlatform("linux")]
public sealed class DeploymentTests : IDisposable
{
    private static readonly string Root = FindRoot();

    private readonly string _home = Directory.CreateTempSubdirectory("geo-door-").FullName;

    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(Path.Combine(Root, "deploy"), "*.sh").Append(Path.Combine(Root, "geo")).Append(Path.Combine(Root, ".ci", "run"))
            .Select(path => Path.GetRelativePath(Root, path))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_IsValidBash(string script)
    {
        var (exitCode, _, error) = await RunAsync("bash", "-n", script);

        error.ShouldBeEmpty();
        exitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(Root, script))).ShouldNotContain("\r");
    }

    [Fact]
    public async Task Help_NamesEveryCommandAndExitCode()
    {
        var (exitCode, output, _) = await RunAsync("./geo", "help");

        exitCode.ShouldBe(0);
        foreach (var word in new[] { "up", "down", "status", "test", "bench", "areas", "import", "batches", "league-table", "check", "demo", "migrate" })
            output.ShouldContain($"./geo {word}");
        foreach (var code in new[] { "0 done", "1 it failed", "2 wrong usage", "3 not running", "4 something is missing", "5 a port" })
            string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).ShouldContain(code);
    }

    [Theory]
    [InlineData("up does not know '--nonsense'", "up", "--nonsense")]
    [InlineData("'eighty' is not a port", "up", "--port", "eighty")]
    [InlineData("'70000' is not a port", "up", "--port=70000")]
    [InlineData("'a b' is not an address", "up", "--listen", "a b")]
    [InlineData("no such test project: Nothing", "test", "Nothing")]
    public async Task WrongUsage_SaysWhatIsAllowed_AndExitsWith2(string message, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync("./geo", arguments);

        error.ShouldContain($"geo: {message}");
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeGreaterThan(1, "a remedy follows what happened");
        exitCode.ShouldBe(2);
        Directory.Exists(Path.Combine(_home, "cluster")).ShouldBeFalse();
    }

    [Fact]
    public async Task Up_WhenPortIsInUse_SaysByWhom()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (exitCode, _, error) = await RunAsync("./geo", "up", "--port", $"{port}");

        error.ShouldContain($"port {port} is in use by process {Environment.ProcessId} ");
        error.ShouldContain($"./geo up --port {port + 1}");
        exitCode.ShouldBe(5);
    }

    [Fact]
    public async Task Status_WhenNothingRuns_SaysSo_AndExitsWith3()
    {
        var (exitCode, output, _) = await RunAsync("./geo", "status");

        output.ShouldContain("web host   not running");
        output.ShouldContain("database   not running");
        exitCode.ShouldBe(3);
    }

    [Fact]
    public async Task Down_WhenAProcessIdWasGivenToAnotherProgram_LeavesThatProgramAlone()
    {
        using var bystander = Process.Start("sleep", "60");
        Directory.CreateDirectory(Path.Combine(_home, "run"));
        await File.WriteAllTextAsync(Path.Combine(_home, "run", "web"), $"{bystander.Id} 12345 127.0.0.1 8400 build\n");

        var (exitCode, _, _) = await RunAsync("./geo", "down");

        exitCode.ShouldBe(0);
        bystander.HasExited.ShouldBeFalse();
        bystander.Kill();
    }

    [NeedsPostgres]
    public async Task PrivateCluster_IsClosedToTheWorld_AndSafe_AndStartsAgainAfterMishaps()
    {
        // One test, because each step begins where the last one ended.
        await ClusterAsync("""
            start_cluster "$GEO_DATA_DIR" geo
            """);
        try
        {
            (await ClusterAsync("""
                listening=$(printf '%04X' "$(<"$GEO_DATA_DIR/cluster.port")")
                cat /proc/net/tcp /proc/net/tcp6 | awk -v port=":$listening" '$4 == "0A" && index($2, port) { print $2 }'
                """)).ShouldMatch("^0100007F:[0-9A-F]{4}$", "loopback, IPv4, nothing else");

            (await SqlAsync("select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in "
                + "('data_checksums', 'fsync', 'full_page_writes', 'jit', 'password_encryption', 'synchronous_commit', 'unix_socket_directories')"))
                .ShouldBe("data_checksums=on fsync=on full_page_writes=on jit=off password_encryption=scram-sha-256 synchronous_commit=on unix_socket_directories=");
            (await SqlAsync("select string_agg(rolname || ' ' || rolsuper || rolcreatedb || rolcreaterole || rolcanlogin, ', ' order by rolname) from pg_roles where rolname like 'geo%'"))
                .ShouldBe("geo_owner falsetruefalsetrue, geo_reader falsefalsefalsetrue, geo_writer falsefalsefalsetrue");
            (await SqlAsync("select pg_get_userbyid(datdba) from pg_database where datname = 'geo'")).ShouldBe("geo_owner");

            (await AsRoleAsync("geo_reader", "select postgis_lib_version() > '3'")).ShouldBe("t");
            (await AsRoleAsync("geo_reader", "create temp table t ()")).ShouldContain("read-only transaction");
            (await AsRoleAsync("geo_reader", "begin read write; create temp table t ()")).ShouldContain("permission denied");
            (await AsRoleAsync("geo_writer", "create table t ()")).ShouldContain("permission denied");
            (await AsRoleAsync("geo_owner", "create table t (); drop table t; select 1")).ShouldBe("1");
            (await AsRoleAsync("geo_owner", "select 1", password: "wrong")).ShouldContain("password authentication failed");

            File.GetUnixFileMode(Path.Combine(_home, "keys")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var key in new[] { "pgpass", "superuser" })
                File.GetUnixFileMode(Path.Combine(_home, "keys", key)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

            // Idempotent: the same server with the same passwords.
            var pgpass = await File.ReadAllTextAsync(Path.Combine(_home, "keys", "pgpass"));
            var started = await SqlAsync("select pg_postmaster_start_time()");
            await ClusterAsync("""start_cluster "$GEO_DATA_DIR" geo""");
            (await SqlAsync("select pg_postmaster_start_time()")).ShouldBe(started);
            (await File.ReadAllTextAsync(Path.Combine(_home, "keys", "pgpass"))).ShouldBe(pgpass);

            // The keys are lost, the machine went down hard, and its process id belongs to somebody else now.
            Directory.Delete(Path.Combine(_home, "keys"), recursive: true);
            await ClusterAsync("""
                kill -9 "$(head -1 "$GEO_DATA_DIR/cluster/postmaster.pid")"; sleep 0.5
                sed -i "1s/.*/$$/" "$GEO_DATA_DIR/cluster/postmaster.pid"
                start_cluster "$GEO_DATA_DIR" geo
                """);
            (await AsRoleAsync("geo_owner", "select 1")).ShouldBe("1");

            // A second instance beside it, and one that was broken off while it was being made.
            await ClusterAsync("""
                mkdir -p "$GEO_DATA_DIR/other/cluster.making" && touch "$GEO_DATA_DIR/other/cluster.making/half"
                start_cluster "$GEO_DATA_DIR/other" geo_template_base test
                stop_cluster "$GEO_DATA_DIR/other"
                """);
            (await File.ReadAllTextAsync(Path.Combine(_home, "other", "cluster.port")))
                .ShouldNotBe(await File.ReadAllTextAsync(Path.Combine(_home, "cluster.port")));
        }
        finally
        {
            await ClusterAsync("""stop_cluster "$GEO_DATA_DIR" """);
        }
    }

    [NeedsCompose]
    public async Task Compose_IsValid_AndOpensNothingButTheProxyOnLoopback()
    {
        var (exitCode, output, error) = await ComposeAsync("config", "-q");
        (exitCode, output + error).ShouldBe((0, ""));

        var services = Services((await ComposeAsync("config")).Output);

        services.Keys.Order().ShouldBe(["database", "geo", "migrate", "proxy", "web"]);
        services.Where(service => service.Value.Contains("ports:")).Select(service => service.Key).ShouldBe(["proxy"]);
        Find(services["proxy"], @":(443|80)(/tcp)?$").Count.ShouldBe(2);
        services["proxy"].ShouldContain("127.0.0.1:8443:443");
        services["proxy"].ShouldContain("127.0.0.1:8480:80");
        foreach (var (name, service) in services)
        {
            service.ShouldContain("read_only: true", customMessage: name);
            service.ShouldContain("no-new-privileges:true", customMessage: name);
            service.ShouldNotContain("privileged:", customMessage: name);
            service.ShouldNotMatch("(?i)password[:=](?!_)", name); // passwords come from files
            service.ShouldNotMatch(@"image: \S+:latest|image: (postgis/postgis|caddy)$", name);
            if (name is "database" or "web" or "proxy")
                service.ShouldContain("healthcheck:", customMessage: name);
        }

        services["web"].ShouldMatch(@"migrate:\s+condition: service_completed_successfully");
        foreach (var setting in new[] { "GEO_FEEDS", "GEO_SCHEDULES", "GEO_ALERTS" })
            services["web"].ShouldMatch($"{setting}: (''|\"\")\n", "empty is as shipped");
        services["web"].ShouldMatch("/inbox:/data/inbox:rw\n|source: \\S+/inbox\n *target: /data/inbox\n");
        services["web"].ShouldMatch("/settings:/settings:ro\n|source: \\S+/settings\n *target: /settings\n *read_only: true\n");
    }

    [NeedsCompose]
    public async Task Compose_Images_FindTheFilesThatTheyMount()
    {
        var mounted = Find((await ComposeAsync("config")).Output, @"(?<path>/\S+/deploy/[^:\s]+):\S+:ro").Select(match => match.Groups["path"].Value).ToList();

        mounted.Count.ShouldBeGreaterThanOrEqualTo(4);
        mounted.ShouldAllBe(path => File.Exists(path));
    }

    [Fact]
    public async Task Secrets_AreMadeOnce_InADirectoryForTheirOwnerOnly()
    {
        var directory = Path.Combine(_home, "secrets");

        (await RunAsync("deploy/secrets.sh", directory)).ExitCode.ShouldBe(0);
        var first = await File.ReadAllTextAsync(Path.Combine(directory, "pgpass"));
        (await RunAsync("deploy/secrets.sh", directory)).ExitCode.ShouldBe(0);

        (await File.ReadAllTextAsync(Path.Combine(directory, "pgpass"))).ShouldBe(first);
        Find(first, @"^\*:\*:\*:geo_(owner|writer|reader):[0-9a-f]{48}$").Count.ShouldBe(3);
        File.GetUnixFileMode(directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose()
    {
        // The files of a cluster belong to the user it runs as; root may delete them, and so may that user.
        Directory.Delete(_home, recursive: true);
    }

    private static Dictionary<string, string> Services(string configuration)
    {
        var section = Find(configuration, @"^services:\n(?<all>(  .*\n|\n)+)").Single().Groups["all"].Value;
        return Find(section, @"^  (?<name>\w+):\n(?<body>(    .*\n|\n)*)")
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["body"].Value, StringComparer.Ordinal);
    }

    private static MatchCollection Find(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    private Task<(int ExitCode, string Output, string Error)> ComposeAsync(params string[] arguments) =>
        NeedsComposeAttribute.Stands
            ? RunAsync("docker-compose", ["--profile", "tools", .. arguments])
            : RunAsync("docker", ["compose", "--profile", "tools", .. arguments]);

    private Task<string> SqlAsync(string sql) => ClusterAsync($"""cluster_psql "$GEO_DATA_DIR" -c "{sql}" """);

    private async Task<string> AsRoleAsync(string role, string sql, string? password = null) =>
        await ClusterAsync($"""
            {(password is null ? "export PGPASSFILE=$GEO_DATA_DIR/keys/pgpass" : $"export PGPASSWORD={password}")}
            "$pg_bin/psql" -XqAt -h 127.0.0.1 -p "$(<"$GEO_DATA_DIR/cluster.port")" -U {role} -d geo -c "{sql}" 2>&1 || true
            """);

    /// <summary>Runs a piece of bash with the functions of deploy/private-postgis.sh.</summary>
    private async Task<string> ClusterAsync(string script)
    {
        var (exitCode, output, error) = await RunAsync("bash", "-c", $$"""
            set -euo pipefail
            export LC_ALL=C.UTF-8
            root=$PWD
            say() { printf '%s\n' "$*" >&2; }
            die() { printf '%s\n' "$2 $3" >&2; exit "$1"; }
            . deploy/private-postgis.sh
            find_postgres
            {{script}}
            """);
        exitCode.ShouldBe(0, output + error);
        return output.Trim();
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.Contains('/') ? Path.Combine(Root, program) : program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GEO_DATA_DIR"] = _home;
        start.Environment.Remove("GEO_PORT");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Geo.sln")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("Geo.sln is not above the tests.");
        return directory;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));

    private static bool InCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal);

    /// <summary>Skipped where docker-compose is not installed; in CI it must be.</summary>
    private sealed class NeedsComposeAttribute : FactAttribute
    {
        public NeedsComposeAttribute()
        {
            if (!Stands && !OnPath("docker") && !InCi)
                Skip = "docker-compose is not installed (./geo test installs it)";
        }

        public static bool Stands => OnPath("docker-compose");
    }

    /// <summary>Skipped where PostgreSQL with PostGIS is not installed; in CI it must be.</summary>
    private sealed class NeedsPostgresAttribute : FactAttribute
    {
        public NeedsPostgresAttribute()
        {
            if (!Directory.Exists("/usr/lib/postgresql") && !OnPath("initdb") && !InCi)
                Skip = "PostgreSQL is not installed (./geo test installs it)";
        }
    }
}
