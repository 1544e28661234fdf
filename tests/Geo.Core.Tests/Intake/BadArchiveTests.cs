using System.IO.Compression;
using Geo.Core.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Paths and ZIPs that are refused before a byte of them is imported.</summary>
public sealed class BadArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("geo-zip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("../2024-02-west-mercia-street.csv")]
    [InlineData("a/../../2024-02-west-mercia-street.csv")]
    [InlineData("..\\2024-02-west-mercia-street.csv")]
    [InlineData("/etc/2024-02-west-mercia-street.csv")]
    [InlineData("C:\\2024-02-west-mercia-street.csv")]
    public void Find_InAZipWhoseEntryLeadsOut_IsRefused(string entry) =>
        Refusal(Zip(zip => zip.CreateEntry(entry))).ShouldBe(
            $"archive.zip, value '{entry}': An entry's path leads out of the archive. Do not use this ZIP; get it from its source again.");

    [Fact]
    public void Find_InAZipBomb_IsRefusedWithoutUnpackingIt()
    {
        var path = Zip(zip =>
        {
            using var entry = zip.CreateEntry("2024-02-west-mercia-street.csv", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
                entry.Write(zeros);
        });
        var packed = Packed(path);

        Refusal(path).ShouldBe(
            $"archive.zip, value '2024-02-west-mercia-street.csv': An entry would unpack to 67,108,864 bytes from {packed:N0}. Do not use this ZIP; get it from its source again.");
    }

    [Fact]
    public void Find_InAZipThatClaimsFourGigabytes_IsRefused()
    {
        var path = Zip(zip => Write(zip, "2024-02-west-mercia-street.csv", new StreetFile("2024-02").Add("Burglary", null).Text()));
        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(0xFFFFFFF0u).CopyTo(bytes, directory + 24); // uncompressed size in the central directory
        File.WriteAllBytes(path, bytes);

        Refusal(path).ShouldStartWith("archive.zip, value '2024-02-west-mercia-street.csv': An entry would unpack to 4,294,967,280 bytes from ");
    }

    [Fact]
    public void Open_OfAnEntryThatUnpacksToMoreThanItSays_ReadsNoMoreThanThat()
    {
        var path = Zip(zip => Write(zip, "2024-02-west-mercia-street.csv", new StreetFile("2024-02").Add("Burglary", null, 500).Text()));
        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(1000u).CopyTo(bytes, directory + 24);
        File.WriteAllBytes(path, bytes);

        using var found = FindFiles.In([path]);
        using var stream = found.Files.ShouldHaveSingleItem().Open();
        var read = 0L;
        var told = "";
        try
        {
            var buffer = new byte[4096];
            for (var got = stream.Read(buffer); got > 0; got = stream.Read(buffer))
                read += got;
        }
        catch (RefusedException refused)
        {
            told = refused.Message;
        }

        (told.Length > 0 || read <= 1000).ShouldBeTrue($"{read} bytes were read of an entry that says it has 1000");
    }

    [Fact]
    public void Find_InAZipWithASymbolicLink_IsRefused() =>
        Refusal(Zip(zip => zip.CreateEntry("2024-02-west-mercia-street.csv").ExternalAttributes = unchecked((int)0xA1FF0000))).ShouldBe(
            "archive.zip, value '2024-02-west-mercia-street.csv': An entry is a symbolic link. Do not use this ZIP; get it from its source again.");

    [Fact]
    public void Find_InAZipCutShort_IsRefused()
    {
        var path = Zip(zip => Write(zip, "2024-02-west-mercia-street.csv", new StreetFile("2024-02").Add("Burglary", null, 100).Text()));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^60]);

        Refusal(path).ShouldBe("archive.zip: The ZIP is damaged or cut short. Download it again.");
    }

    [Fact]
    public void Find_InAZipWithAHundredThousandEntries_IsRefused() =>
        Refusal(Zip(zip =>
        {
            for (var i = 0; i <= 100_000; i++)
                zip.CreateEntry($"{i}", CompressionLevel.NoCompression);
        })).ShouldBe("archive.zip, value '100001': A ZIP may have 100,000 entries at most. Unpack it and name the folder of months you want.");

    [Fact]
    public void Find_InAZipWithinAZip_PassesOverTheInnerOne()
    {
        var path = Zip(zip =>
        {
            Write(zip, "inner.zip", "not looked into");
            Write(zip, "2024-02/2024-02-west-mercia-street.csv", "x");
        });

        using var found = FindFiles.In([path]);
        found.Files.ShouldHaveSingleItem().Name.ShouldBe("archive.zip!2024-02/2024-02-west-mercia-street.csv");
        found.PassedOver.ShouldBe(["archive.zip!inner.zip"]);
    }

    [Fact]
    public void Find_OfAPathThatDoesNotExist_IsRefused() =>
        Refusal(Path.Combine(_folder, "nothing.csv")).ShouldBe($"{Path.Combine(_folder, "nothing.csv")}: There is no such file or folder. Check the path.");

    private string Zip(Action<ZipArchive> fill)
    {
        var path = Path.Combine(_folder, "archive.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        fill(zip);
        return path;
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static long Packed(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries[0].CompressedLength;
    }

    private static string Refusal(string path) => Should.Throw<RefusedException>(() => FindFiles.In([path]).Dispose()).Message;
}
