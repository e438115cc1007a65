using System.Net;
using System.Net.Security;
using DealLedger.Server.Operation.Tls;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace DealLedger.Server.Operation;

/// <summary>What a server listens on.</summary>
public static class Listening
{
    /// <summary>Listens on these addresses, with TLS where there is a certificate; port 0 takes any that is free.</summary>
    public static Action<IWebHostBuilder> On(IReadOnlyList<IPAddress> addresses, int port, OperationOptions operation) =>
        web => web.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = ServerApp.LargestBody;
            server.Limits.MaxConcurrentConnections = operation.Limits.Connections;
            server.Limits.RequestHeadersTimeout = operation.Limits.Headers;
            foreach (var address in addresses)
            {
                server.Listen(address, port, endpoint => Protect(endpoint, operation.Certificate));
            }
        });

    private static void Protect(ListenOptions endpoint, ServerCertificate? certificate)
    {
        if (certificate is null)
        {
            // Without TLS a browser speaks HTTP/1.1 alone.
            endpoint.Protocols = HttpProtocols.Http1;
            return;
        }

        endpoint.Protocols = HttpProtocols.Http1AndHttp2;
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate.Current,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            }),
        });
    }
}
