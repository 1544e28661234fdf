using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Geo.Testing;

/// <summary>The network between a node and its database, which a test cuts, or lets go silent: what is sent is lost, and nobody says so.</summary>
public sealed class Network : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly int _port;
    private readonly List<Socket> _sockets = [];
    private readonly Lock _turn = new();
    private TcpListener? _listener;
    private TaskCompletionSource _passes = new();
    private long _sent;

    /// <param name="connectionString">Of the database behind it.</param>
    /// <param name="isUp">False for one that refuses connections until it is restored.</param>
    public Network(string connectionString, bool isUp = true)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new(IPAddress.Parse(settings.Host!), settings.Port);
        _passes.SetResult();
        Listen(0);
        settings.Port = _port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
        ConnectionString = settings.ConnectionString;
        if (!isUp)
            Cut();
    }

    /// <summary>To the database through this network.</summary>
    public string ConnectionString { get; }

    /// <summary>Waits until nodes have sent so many bytes more.</summary>
    public async Task SentAsync(long bytes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var until = Interlocked.Read(ref _sent) + bytes; Interlocked.Read(ref _sent) < until;)
            await Task.Delay(1, limit.Token);
    }

    /// <summary>Ends every connection and refuses new ones.</summary>
    public void Cut()
    {
        _listener?.Dispose();
        _listener = null;
        lock (_turn)
        {
            _sockets.ForEach(socket => socket.Dispose());
            _sockets.Clear();
        }
    }

    public void Silence() => _passes = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>After <see cref="Cut"/> or <see cref="Silence"/>: what one side has closed meanwhile is closed for the other.</summary>
    public void Restore()
    {
        _passes.TrySetResult();
        if (_listener is null)
            Listen(_port);
    }

    public ValueTask DisposeAsync()
    {
        _passes.TrySetResult();
        Cut();
        return ValueTask.CompletedTask;
    }

    private void Listen(int port)
    {
        var listener = _listener = new(IPAddress.Loopback, port);
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
                _ = PassAsync(await listener.AcceptSocketAsync());
        });
    }

    private async Task PassAsync(Socket node)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (node)
        {
            node.NoDelay = true;
            lock (_turn)
                _sockets.AddRange([node, server]);
            try
            {
                await _passes.Task;
                await server.ConnectAsync(_server);
                await Task.WhenAny(PumpAsync(node, server, read => Interlocked.Add(ref _sent, read)), PumpAsync(server, node, null));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // One side is gone; the other is closed.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Action<int>? count)
    {
        var buffer = new byte[1 << 14];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                await _passes.Task;
                count?.Invoke(read);
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }

            await _passes.Task;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // As where it ends.
        }
    }
}
