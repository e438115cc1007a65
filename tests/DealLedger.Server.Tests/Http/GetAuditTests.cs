using System.IO.Compression;
using System.Net;

namespace DealLedger.Server.Tests.Http;

public sealed class GetAuditTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task The_audit_of_a_period_is_a_workbook_with_its_proofs_and_the_same_bytes_again()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);
        await server.PostAsync($"/api/calls?tenant={tenant}", """{ "period": "2026-Q2", "for": "ann", "layer": "rep", "category": "commit", "amount": 90, "by": "ann" }""");

        var audit = await server.TryGetAsync($"/api/audit?tenant={tenant}&period=2026-Q2&knownAt=@2");

        await audit.ShouldHaveStatusAsync(HttpStatusCode.OK);
        audit.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        audit.Content.Headers.ContentDisposition!.FileName.ShouldBe("audit-2026-Q2.zip");
        var content = await audit.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var archive = new ZipArchive(new MemoryStream(content));
        archive.Entries.Select(e => e.FullName).ShouldBe(["audit-2026-Q2.xlsx", "audit-2026-Q2-proofs/call-at-2.json"]);
        (await server.Client.GetByteArrayAsync($"/api/audit?tenant={tenant}&period=2026-Q2&knownAt=@2", TestContext.Current.CancellationToken)).ShouldBe(content);
    }

    [Theory]
    [InlineData("lateAfter=soon")]
    [InlineData("period=summer")]
    public async Task What_cannot_be_read_is_refused(string query) =>
        await (await server.TryGetAsync("/api/audit?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");
}
