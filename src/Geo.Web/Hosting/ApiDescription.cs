using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Geo.Web.Hosting;

/// <summary>The OpenAPI document; <c>openapi.json</c> in this project is its committed copy.</summary>
internal static class ApiDescription
{
    private const string DocumentName = "v1";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Geo",
                Version = "v1",
                Description = "Police-recorded crime and incidents by ward. Every answer carries an ETag of its data version; every refusal is problem+json and says what can be asked instead.",
                License = new OpenApiLicense { Name = "MIT" },
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
    });

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi("/api/{documentName}/openapi.json");

    /// <summary>The parameters of the address that an endpoint takes; any other is refused before it runs.</summary>
    public static RouteHandlerBuilder WithParameters(this RouteHandlerBuilder endpoint, IReadOnlyList<QueryParameter> parameters) => endpoint
        .AddEndpointFilter((context, next) =>
        {
            if (parameters.Count == 0)
                Query.Read(context.HttpContext.Request, parameters);
            return next(context);
        })
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var parameter in parameters)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = parameter.Description,
                    Example = parameter.Example is { } example ? JsonValue.Create(example) : null,
                    Schema = new OpenApiSchema
                    {
                        Type = parameter.Type switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
                        Enum = parameter.Values?.Select(value => (JsonNode)JsonValue.Create(value)).ToList(),
                    },
                });
            }

            return Task.CompletedTask;
        });
}
