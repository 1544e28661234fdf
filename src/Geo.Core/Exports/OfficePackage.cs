using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;

namespace Geo.Core.Exports;

/// <summary>The parts of an Office file (ECMA-376 part 2). The same parts are the same bytes: ids are given, and every entry bears the same time.</summary>
/// <remarks>Written to a ZIP by hand, because System.IO.Packaging stamps its entries with the time of writing, and because a part can stream.</remarks>
internal sealed class OfficePackage
{
    public const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string CoreProperties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";

    /// <summary>The first moment that a ZIP can tell.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    private readonly List<OfficePart> _parts = [];
    private readonly List<OfficeRelation> _relations = [];

    /// <param name="title">Of the file, in its properties.</param>
    public OfficePackage(string title)
    {
        Add("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", xml =>
        {
            xml.WriteStartElement("cp", "coreProperties", CoreProperties);
            xml.WriteElementString("dc", "title", DublinCore, OfficeText.Clean(title));
            xml.WriteElementString("dc", "creator", DublinCore, HouseStyle.Maker);
            xml.WriteElementString("dc", "language", DublinCore, HouseStyle.Language);
            xml.WriteEndElement();
        });
        _relations.Add(new("rIdProperties", $"{PackageRelations}/metadata/core-properties", "/docProps/core.xml"));
    }

    /// <summary>The part that the file begins with.</summary>
    public OfficePart Main(string path, string contentType, Action<XmlWriter> write)
    {
        _relations.Add(new("rIdMain", $"{Relations}/officeDocument", path));
        return Add(path, contentType, write);
    }

    public OfficePart Add(string path, string contentType, Action<XmlWriter> write) => AddBytes(path, contentType, stream =>
    {
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteStartDocument(standalone: true);
        write(xml);
    });

    public OfficePart Add(string path, string contentType, OpenXmlElement root) => Add(path, contentType, root.WriteTo);

    public OfficePart AddBytes(string path, string contentType, Action<Stream> write)
    {
        var part = new OfficePart(path, contentType, write);
        _parts.Add(part);
        return part;
    }

    public void Write(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Entry(zip, "/[Content_Types].xml", WriteContentTypes);
        Entry(zip, "/_rels/.rels", xml => WriteRelations(xml, _relations));
        foreach (var part in _parts)
        {
            Entry(zip, part.Path, part.Write);
            if (part.Relations.Count > 0)
                Entry(zip, $"{part.Folder}/_rels/{part.Path[(part.Folder.Length + 1)..]}.rels", xml => WriteRelations(xml, part.Relations));
        }
    }

    private static void Entry(ZipArchive zip, string path, Action<XmlWriter> write) => Entry(zip, path, (Stream stream) =>
    {
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteStartDocument(standalone: true);
        write(xml);
    });

    private static void Entry(ZipArchive zip, string path, Action<Stream> write)
    {
        var entry = zip.CreateEntry(path[1..], CompressionLevel.Optimal);
        entry.LastWriteTime = Time;
        using var stream = entry.Open();
        write(stream);
    }

    private void WriteContentTypes(XmlWriter xml)
    {
        xml.WriteStartElement("Types", ContentTypes);
        xml.WriteStartElement("Default", ContentTypes);
        xml.WriteAttributeString("Extension", "rels");
        xml.WriteAttributeString("ContentType", "application/vnd.openxmlformats-package.relationships+xml");
        xml.WriteEndElement();
        foreach (var part in _parts)
        {
            xml.WriteStartElement("Override", ContentTypes);
            xml.WriteAttributeString("PartName", part.Path);
            xml.WriteAttributeString("ContentType", part.ContentType);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteRelations(XmlWriter xml, IReadOnlyList<OfficeRelation> relations)
    {
        xml.WriteStartElement("Relationships", PackageRelations);
        foreach (var relation in relations)
        {
            xml.WriteStartElement("Relationship", PackageRelations);
            xml.WriteAttributeString("Id", relation.Id);
            xml.WriteAttributeString("Type", relation.Type);
            xml.WriteAttributeString("Target", relation.Target);
            if (relation.IsOutside)
                xml.WriteAttributeString("TargetMode", "External");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}

/// <summary>A part of an Office file and what it points to.</summary>
internal sealed class OfficePart(string path, string contentType, Action<Stream> write)
{
    private readonly List<OfficeRelation> _relations = [];

    public string Path => path;

    public string Folder => path[..path.LastIndexOf('/')];

    public string ContentType => contentType;

    public Action<Stream> Write => write;

    public IReadOnlyList<OfficeRelation> Relations => _relations;

    /// <param name="kind">Last word of the relation's type.</param>
    public OfficePart Relate(string id, string kind, string target, bool isOutside = false)
    {
        _relations.Add(new(id, $"{OfficePackage.Relations}/{kind}", target, isOutside));
        return this;
    }
}

/// <param name="IsOutside">Whether it leads to an address and not to a part.</param>
internal sealed record OfficeRelation(string Id, string Type, string Target, bool IsOutside = false);
