using System.Diagnostics;
using System.Globalization;

namespace Geo.Benchmarks.Statistics;

/// <summary>The same work done by R's spdep and spatstat, where they are installed. Data goes over in binary files; times and results come back.</summary>
internal sealed class Peers : IDisposable
{
    private const string Packages = "r-base-core r-cran-spdep r-cran-spatstat";

    // Each task reads its input, runs the peer a few times, and prints the median time of the peer's call alone.
    private const string Script = """
        suppressPackageStartupMessages({ library(spdep); library(sf); library(spatstat) })
        args <- commandArgs(trailingOnly = TRUE); task <- args[1]; folder <- args[2]; runs <- as.integer(args[3])
        path <- function(name) file.path(folder, name)
        ints <- function(name) readBin(path(name), "integer", file.size(path(name)) / 4)
        nums <- function(name) readBin(path(name), "double", file.size(path(name)) / 8)
        timed <- function(f) { t <- numeric(runs); for (i in seq_len(runs)) { gc(FALSE); t[i] <- system.time(r <<- f())[["elapsed"]] }; cat("seconds", median(t), "\n"); r }
        r <- NULL
        if (task == "queen") {
          xy <- matrix(nums("coordinates"), ncol = 2, byrow = TRUE); s <- ints("starts") + 1; e <- c(s[-1] - 1, nrow(xy))
          g <- st_sfc(lapply(seq_along(s), function(i) st_polygon(list(xy[s[i]:e[i], ]))))
          nb <- timed(function() poly2nb(st_sf(g), queen = TRUE))
          d <- card(nb); writeBin(as.integer(d), path("degrees")); writeBin(as.integer(unlist(nb[d > 0])) - 1L, path("links"))
        } else if (task == "gi" || task == "moran") {
          d <- ints("degrees"); l <- ints("links") + 1L
          nb <- unname(split(l, factor(rep(seq_along(d), d), levels = seq_along(d)))); class(nb) <- "nb"; attr(nb, "region.id") <- as.character(seq_along(d))
          x <- nums("values")
          if (task == "gi") {
            w <- nb2listw(include.self(nb), style = "B"); z <- timed(function() localG(x, w)); writeBin(as.numeric(z), path("result"))
          } else {
            w <- nb2listw(nb, style = "W"); set.coresOption(2L); set.mcOption(TRUE); set.seed(1)
            m <- timed(function() localmoran_perm(x, w, nsim = 999L, iseed = 1)); writeBin(as.numeric(m[, 1]), path("result"))
          }
        } else if (task == "kde") {
          p <- matrix(nums("points"), ncol = 2, byrow = TRUE); o <- nums("grid") # width, height, columns, rows, bandwidth
          X <- suppressWarnings(ppp(p[, 1], p[, 2], window = owin(c(0, o[1]), c(0, o[2])), check = FALSE))
          k <- timed(function() density(X, sigma = o[5] / sqrt(8), kernel = "quartic", edge = FALSE, dimyx = c(o[4], o[3])))
          writeBin(as.numeric(t(k$v)), path("result"))
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geo-bench-");
    private readonly string _script;

    public Peers()
    {
        _script = Path.Combine(_folder.FullName, "peers.R");
        File.WriteAllText(_script, Script);
        IsPresent = Try(["-e", "for (p in c('spdep', 'sf', 'spatstat')) stopifnot(requireNamespace(p, quietly = TRUE))"]) is not null;
        if (!IsPresent)
            Console.WriteLine($"The peers are not here, so only the time limits count. To compare: apt-get install {Packages}");
    }

    public bool IsPresent { get; }

    public void Write(string name, double[] values) => Write(name, values, sizeof(double));

    public void Write(string name, int[] values) => Write(name, values, sizeof(int));

    public double[] ReadNumbers(string name) => Read<double>(name, sizeof(double));

    public int[] ReadWhole(string name) => Read<int>(name, sizeof(int));

    /// <summary>Median seconds of the peer; <see langword="null"/> where it is not there or failed.</summary>
    public double? Seconds(string task, int runs)
    {
        if (!IsPresent)
            return null;
        var output = Try([_script, task, _folder.FullName, runs.ToString(CultureInfo.InvariantCulture)]);
        var line = output?.Split('\n').FirstOrDefault(text => text.StartsWith("seconds ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line["seconds ".Length..], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string? Try(IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("Rscript", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
                return output;
            Console.Error.WriteLine($"Rscript failed: {errors.Result.Trim()}");
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private void Write(string name, Array values, int size)
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, values.Length * size);
        File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);
    }

    private T[] Read<T>(string name, int size)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_folder.FullName, name));
        var values = new T[bytes.Length / size];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }
}
