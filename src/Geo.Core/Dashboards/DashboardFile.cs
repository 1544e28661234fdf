using System.Text;
using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Records;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Geo.Core.Dashboards;

/// <summary>Reads a dashboard from YAML. Anybody may write one, so aliases, tags, deep and large files are refused before anything is built from them.</summary>
public static class DashboardFile
{
    private const int MostBytes = 64 * 1024;
    private const int MostDepth = 20;
    private const int MostPanels = 60;
    private const int LongestText = 2000;
    private const int LargestTop = 100;

    private static readonly string[] Fields = ["title", "audience", "introduction", "period", "compare", "area", "panels"];

    /// <param name="slug">The file's name without its ending.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="RefusedException">The file breaks a rule; every fault that can be told is named.</exception>
    public static Dashboard Read(string slug, string text, string file)
    {
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
            throw new RefusedException(Wrong(file, null, null, null, $"A dashboard has {MostBytes >> 10} kB at most.", "Make two of it."));
        var root = Parse(text, file);
        var reading = new Reading(file);
        var dashboard = reading.Dashboard(slug, root);
        return reading.Faults.Count == 0 ? dashboard : throw new RefusedException(reading.Faults);
    }

    /// <summary>What is wrong with a file; empty where nothing is.</summary>
    public static IReadOnlyList<Fault> FaultsOf(string path)
    {
        try
        {
            Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path), Path.GetFileName(path));
            return [];
        }
        catch (RefusedException refusal)
        {
            return refusal.Faults;
        }
    }

    private static YamlMappingNode Parse(string text, string file)
    {
        try
        {
            Check(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root ? root
                : throw new RefusedException(Wrong(file, 1, null, null, "A dashboard is one YAML document of fields.", "Begin with title:."));
        }
        catch (YamlException error)
        {
            throw new RefusedException(Wrong(file, error.Start.Line, error.Start.Column, null, $"This is no YAML: {error.Message.TrimEnd('.')}.", "Indent with spaces, and put texts with a colon or a hash in quotes."), error);
        }
    }

    /// <summary>Looks at the events before a tree is built from them.</summary>
    private static void Check(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            var found = parser.Current!;
            if (found is AnchorAlias || found is NodeEvent { Anchor.IsEmpty: false })
                throw new RefusedException(Wrong(file, found.Start.Line, found.Start.Column, null, "A dashboard has no anchors and aliases.", "Write the panel out."));
            if (found is NodeEvent { Tag.IsEmpty: false })
                throw new RefusedException(Wrong(file, found.Start.Line, found.Start.Column, null, "A dashboard has no tags.", "Leave away what begins with an exclamation mark."));
            depth += found is MappingStart or SequenceStart ? 1 : found is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > MostDepth)
                throw new RefusedException(Wrong(file, found.Start.Line, found.Start.Column, null, $"A dashboard is {MostDepth} levels deep at most.", "Its panels have fields and lists, and nothing below them."));
        }
    }

    private static Fault Wrong(string file, long? line, long? column, string? value, string rule, string remedy) =>
        new("bad-dashboard", file, line, column is null ? null : $"{column}", value, rule, remedy);

    private sealed class Reading(string file)
    {
        public List<Fault> Faults { get; } = [];

        public Dashboard Dashboard(string slug, YamlMappingNode root)
        {
            var fields = Named(root, Fields, "A dashboard");
            var title = Text(fields, "title", root, isRequired: true);
            var period = Text(fields, "period", root) ?? "last-12-months";
            CheckPeriod(fields, "period");
            CheckPeriod(fields, "compare");
            var area = Text(fields, "area", root);
            if (area is not null && !AreaKinds.All.Contains(area))
                Add(fields["area"], area, $"'{Fault.Shown(area)}' is not a kind of area{Nearest(area, AreaKinds.All)}.", $"There are {string.Join(", ", AreaKinds.All)}.");
            return new Dashboard(
                slug, title ?? "", Text(fields, "audience", root) ?? "", Text(fields, "introduction", root) ?? "", period, Text(fields, "compare", root), area, Panels(fields.GetValueOrDefault("panels"), root));
        }

        private List<Panel> Panels(YamlNode? node, YamlMappingNode root)
        {
            if (node is not YamlSequenceNode { Children.Count: > 0 } list)
            {
                Add(node ?? root, null, "A dashboard has at least one panel.", "Write panels: and below it a list, each with its kind.");
                return [];
            }

            if (list.Children.Count > MostPanels)
                Add(list, $"{list.Children.Count}", $"A dashboard has {MostPanels} panels at most.", "Make two of it.");
            return [.. list.Children.Select(Panel).OfType<Panel>()];
        }

        private Panel? Panel(YamlNode node)
        {
            if (node is not YamlMappingNode fields)
            {
                Add(node, null, "A panel has fields, at least its kind.", "Such as - { kind: headline, measure: crime }.");
                return null;
            }

            var slugs = PanelKind.All.Select(kind => kind.Slug).ToList();
            var named = fields.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode { Value: "kind" }).Value as YamlScalarNode;
            if (named?.Value is not { } slug || PanelKind.Find(slug) is not { } kind)
            {
                Add((YamlNode?)named ?? fields, named?.Value, named is null ? "A panel has a kind." : $"'{Fault.Shown(named.Value ?? "")}' is no kind of panel{Nearest(named.Value ?? "", slugs)}.", $"There are {string.Join(", ", slugs)}.");
                return null;
            }

            var options = PanelKind.Common.Concat(kind.Options).ToList();
            var told = Named(fields, [.. options.Select(option => option.Name)], $"A panel of kind {slug}");
            foreach (var missing in options.Where(option => option.IsRequired && !told.ContainsKey(option.Name)))
                Add(fields, null, $"A panel of kind {slug} has a {missing.Name}.", missing.Description);
            CheckPeriod(told, "period");
            CheckPeriod(told, "compare");
            return new Panel(slug, (int)fields.Start.Line, told.ToDictionary(pair => pair.Key, pair => Values(options.Find(option => option.Name == pair.Key)!, pair.Value)));
        }

        private IReadOnlyList<string> Values(PanelOption option, YamlNode node)
        {
            IReadOnlyList<string> values = node switch
            {
                YamlScalarNode { Value: { Length: > 0 } value } => [value],
                YamlSequenceNode { Children.Count: > 0 } list when option.IsList && list.Children.All(child => child is YamlScalarNode { Value.Length: > 0 }) => [.. list.Children.Select(child => ((YamlScalarNode)child).Value!)],
                _ => [""],
            };
            foreach (var value in values)
            {
                if (value.Length is 0 or > LongestText)
                    Add(node, null, $"{option.Name} is {(option.IsList ? "a text or a list of texts" : "a text")} of 1 to {LongestText:N0} letters.", option.Description);
                else if (option.Value == PanelValue.Number && !(int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LargestTop))
                    Add(node, value, $"{option.Name} is a whole number from 1 to {LargestTop}.", option.Description);
                else if (PanelKind.ValuesOf(option) is { } known && !known.Contains(value))
                    Add(node, value, $"'{Fault.Shown(value)}' is no {(option.Value == PanelValue.Measures ? "measure" : option.Name)}{Nearest(value, known)}.", known.Count <= 20 ? $"There are {string.Join(", ", known)}." : "The catalogue (geodata/catalogue) has them all.");
                else if (option.Name == "only" && Measures.Tables.Only.Parse(value) is null)
                    Add(node, value, "only is of the form KIND:VALUE.", "Such as role:victim.");
            }

            return values;
        }

        /// <summary>Fields by name; one that is not known is a fault that names the nearest.</summary>
        private Dictionary<string, YamlNode> Named(YamlMappingNode node, IReadOnlyList<string> known, string what)
        {
            var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
            foreach (var (key, value) in node.Children)
            {
                var name = (key as YamlScalarNode)?.Value ?? "";
                if (known.Contains(name))
                    fields[name] = value;
                else
                    Add(key, name, $"{what} has no field '{Fault.Shown(name)}'{Nearest(name, known)}.", $"It may have {string.Join(", ", known)}.");
            }

            return fields;
        }

        private string? Text(Dictionary<string, YamlNode> fields, string name, YamlNode parent, bool isRequired = false)
        {
            if (!fields.TryGetValue(name, out var node))
            {
                if (isRequired)
                    Add(parent, null, $"A dashboard has a {name}.", $"Write {name}: and the words.");
                return null;
            }

            if (node is YamlScalarNode { Value: { Length: > 0 and <= LongestText } value })
                return value;
            Add(node, null, $"{name} is a text of 1 to {LongestText:N0} letters.", "Put it on the same line, or below it after a |.");
            return null;
        }

        private void CheckPeriod(Dictionary<string, YamlNode> fields, string name)
        {
            if (fields.GetValueOrDefault(name) is not YamlScalarNode { Value: { } text } node || (name == "compare" && text is MeasureQuestion.YearBefore or "none"))
                return;
            if (Period.Parse(text, new Month(0).Plus(24_000), out var rule) is null)
                Add(node, text, rule!, Period.Forms);
        }

        private void Add(YamlNode node, string? value, string rule, string remedy) => Faults.Add(Wrong(file, node.Start.Line, node.Start.Column, value, rule, remedy));

        private static string Nearest(string name, IReadOnlyList<string> known) =>
            known.Select(other => (other, distance: EditDistance.Between(name, other))).Where(pair => pair.distance <= Math.Max(2, name.Length / 3)).OrderBy(pair => pair.distance).ThenBy(pair => pair.other, StringComparer.Ordinal)
                .Select(pair => $"; did you mean {pair.other}?").FirstOrDefault("").TrimEnd('?') is { Length: > 0 } nearest ? nearest : "";
    }
}
