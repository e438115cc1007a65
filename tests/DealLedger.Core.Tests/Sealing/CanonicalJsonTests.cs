using System.Text;
using System.Text.Json;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Tests.Sealing;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1 , "a" : [ ] }""", """{"a":[],"b":1}""")]
    [InlineData("""[ { }, [ null, true, false ], { "z": { "y": 2, "x": [ 1, "a" ] }, "aa": 0 } ]""", """[{},[null,true,false],{"aa":0,"z":{"x":[1,"a"],"y":2}}]""")]
    [InlineData("""{"ab":1,"b":2,"B":3,"é":4,"￿":5,"😀":6}""", """{"B":3,"ab":1,"b":2,"é":4,"￿":5,"😀":6}""")]
    [InlineData("[1250.50, 100.00, 0.0, -0, -0.00, 10, -12.3400, 0.001, 123456789012345678901234567890.10]", "[1250.5,100,0,0,0,10,-12.34,0.001,123456789012345678901234567890.1]")]
    [InlineData("""["\u0041\/\u00e9\ud83d\ude00\u007f"]""", "[\"A/é😀\u007f\"]")]
    [InlineData("""["\"\\\b\f\n\r\t\u0001\u001F"]""", """["\"\\\b\f\n\r\t\u0001\u001f"]""")]
    [InlineData("""{"\u0062":1,"a\n":2,"a":3}""", """{"a":3,"a\n":2,"b":1}""")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("null", "null")]
    public void Any_JSON_has_one_form(string json, string canonical)
    {
        var bytes = CanonicalJson.Of(Encoding.UTF8.GetBytes(json));
        Encoding.UTF8.GetString(bytes).ShouldBe(canonical);
        CanonicalJson.Of(bytes).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("1e3")]
    [InlineData("[1E-3]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1] [2]")]
    [InlineData("01")]
    public void What_has_no_such_form_is_refused(string json) => Should.Throw<JsonException>(() => CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void One_writer_writes_many_texts_and_goes_on_after_one_that_is_none()
    {
        var json = new CanonicalJson();
        json.Json("[{\"b\": [1], \"a\": {}}]"u8);
        Should.Throw<JsonException>(() => json.Json("[{\"x\": {\"y\": "u8));
        json.Clear();

        Encoding.UTF8.GetString(json.Json("{\"d\": 1, \"c\": [{\"f\": 2, \"e\": 3}]}"u8).Text("ü\"").Text(Guid.Empty).Number(-5).Written)
            .ShouldBe("{\"c\":[{\"e\":3,\"f\":2}],\"d\":1}\"ü\\\"\"\"00000000-0000-0000-0000-000000000000\"-5");
    }

    [Fact]
    public void JSON_as_deep_as_a_database_holds_it_has_a_form_and_a_deeper_one_is_refused()
    {
        var deep = Nested(CanonicalJson.DeepestNesting / 2);
        CanonicalJson.Of(deep).ShouldBe(deep);
        Should.Throw<JsonException>(() => CanonicalJson.Of(Nested((CanonicalJson.DeepestNesting / 2) + 1)));
    }

    private static byte[] Nested(int times) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[{\"a\":", times)) + "1" + string.Concat(Enumerable.Repeat("}]", times)));
}
