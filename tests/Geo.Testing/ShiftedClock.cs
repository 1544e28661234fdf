namespace Geo.Testing;

/// <summary>
/// The machine's clock, which a test sets forward and back. Who looks every minute or more often, and would have looked by then, looks at
/// once; what waits longer is a limit, which goes by the time that passes and by no clock.
/// </summary>
public sealed class ShiftedClock : TimeProvider
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly Lock _turn = new();
    private readonly HashSet<Timer> _looks = [];
    private TimeSpan _shift;

    public ShiftedClock(DateTimeOffset now) => _shift = now - base.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_turn)
            return base.GetUtcNow() + _shift;
    }

    public void Set(DateTimeOffset now)
    {
        List<Timer> due;
        lock (_turn)
        {
            var (before, by) = (_shift, now - base.GetUtcNow());
            _shift = by;
            foreach (var timer in by < before ? _looks : [])
                timer.Due += by - before; // it waits for as long as it would have
            due = [.. _looks.Where(timer => timer.Due <= now)];
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, callback, state, dueTime, period);

    private sealed class Timer : ITimer
    {
        private readonly ShiftedClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private TimeSpan _period;

        public Timer(ShiftedClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = System.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        public DateTimeOffset Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._turn)
            {
                _period = period;
                if (dueTime < TimeSpan.Zero || dueTime > Look)
                    _clock._looks.Remove(this);
                else
                    _clock._looks.Add(this);
            }

            if (dueTime >= TimeSpan.Zero)
                Due = _clock.GetUtcNow() + dueTime;
            return _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            else
                Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            ThreadPool.QueueUserWorkItem(_ => _callback(_state));
        }

        public void Dispose()
        {
            lock (_clock._turn)
                _clock._looks.Remove(this);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
