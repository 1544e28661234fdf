using Geo.Core.Measures;

namespace Geo.Testing;

/// <summary>A database with the divisions, districts and populations of the real sample and all its months. For reading: tests of a class share it.</summary>
public sealed class RealCounty : TestDatabase
{
    private CountCube? _cube;

    public CountCube Cube => _cube ?? throw new InvalidOperationException(Missing.RealData ?? $"No real data in {RealData.Folder}: {RealData.Setting} says where it is.");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!TestCluster.IsThere || !RealData.IsThere)
            return;
        await ImportAreasAsync(RealData.DivisionsFile);
        await ImportAreasAsync(RealData.DistrictsFile);
        await ImportPopulationAsync(RealData.PopulationFile);
        var report = await ImportAsync([.. RealData.Months.Select(RealData.StreetFile)]);
        foreach (var file in report.Files)
        {
            if (file.Refusal is { } refusal)
                throw refusal;
        }

        _cube = await CountCube.LoadAsync(Geo, default);
    }
}
