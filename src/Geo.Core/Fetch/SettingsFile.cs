using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Geo.Core.Fetch;

/// <summary>Reads a YAML file of settings whose fields are those of a class, with hyphens.</summary>
internal static class SettingsFile
{
    /// <param name="file">Name for messages.</param>
    /// <exception cref="RefusedException">It is no YAML, or has another field or a value of another form; the line is named.</exception>
    public static T Read<T>(TextReader text, string file, string code, string remedy)
        where T : class, new()
    {
        using (text)
        {
            try
            {
                return new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithTypeConverter(new Days()).WithDuplicateKeyChecking().Build().Deserialize<T?>(text) ?? new T();
            }
            catch (YamlException error)
            {
                var words = (error.InnerException ?? error).Message.TrimEnd('.');
                var type = words.IndexOf(" on type ", StringComparison.Ordinal);
                throw new RefusedException(new Fault(code, file, error.Start.Line, null, null, $"{(type < 0 ? words : words[..type])}.", remedy), error);
            }
        }
    }

    private sealed class Days : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(DateOnly?) || type == typeof(DateOnly);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var scalar = parser.Consume<YamlDotNet.Core.Events.Scalar>();
            return DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
                : throw new YamlException(scalar.Start, scalar.End, $"'{Fault.Shown(scalar.Value)}' is not a day; write it as 2024-12-31.");
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();
    }
}
