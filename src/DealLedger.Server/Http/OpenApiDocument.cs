using DealLedger.Core.Sealing;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace DealLedger.Server.Http;

/// <summary>The description of the API at /openapi/v1.json.</summary>
public static class OpenApiDocument
{
    /// <summary>Adds the description; money is a number, an instant and a hash a text there, whatever writes them.</summary>
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "DealLedger",
                Version = "v1",
                Description = "Every change of every sales opportunity, and what follows from them at any past instant.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            var isNullable = type != context.JsonTypeInfo.Type;
            if (type == typeof(decimal))
            {
                schema.Type = JsonSchemaType.Number | (isNullable ? JsonSchemaType.Null : 0);
            }
            else if (type == typeof(DateTimeOffset))
            {
                schema.Type = JsonSchemaType.String | (isNullable ? JsonSchemaType.Null : 0);
                schema.Format = "date-time";
            }
            else if (type == typeof(Digest))
            {
                schema.Type = JsonSchemaType.String | (isNullable ? JsonSchemaType.Null : 0);
                schema.Pattern = "^[0-9a-f]{64}$";
            }

            return Task.CompletedTask;
        });
    });
}
