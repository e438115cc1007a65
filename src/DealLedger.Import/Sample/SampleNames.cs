namespace DealLedger.Import.Sample;

/// <summary>Word lists, and the made-up names of companies, people and deals that come out of them.</summary>
internal static class SampleNames
{
    public static readonly IReadOnlyList<string> FirstNames =
    [
        "Ada", "Amir", "Anika", "Ben", "Bianca", "Carlos", "Chloe", "Daniel", "Divya", "Elena", "Emeka", "Farah", "Felix", "Grace",
        "Hana", "Hugo", "Imani", "Ines", "Ivan", "Jonas", "Julia", "Kai", "Kavya", "Lars", "Leila", "Lucas", "Maja", "Marco", "Mei",
        "Milan", "Nadia", "Nico", "Noor", "Olga", "Omar", "Paula", "Pedro", "Priya", "Quinn", "Rafael", "Rosa", "Samir", "Sofia", "Tariq",
        "Tessa", "Tom", "Uma", "Viktor", "Wei", "Yara", "Yusuf", "Zoe",
    ];

    public static readonly IReadOnlyList<string> LastNames =
    [
        "Abara", "Ahlgren", "Almeida", "Baptiste", "Berger", "Bianchi", "Castillo", "Chandra", "Clarke", "Dahl", "Delgado", "Doyle",
        "Eriksen", "Farouk", "Fischer", "Fontaine", "Garcia", "Goldberg", "Haddad", "Hansen", "Hoffmann", "Ibrahim", "Iyer", "Jansen",
        "Kaplan", "Keller", "Kowalski", "Laurent", "Lindqvist", "Lopez", "Mbeki", "Mendes", "Moretti", "Nakamura", "Novak", "O'Neill",
        "Okafor", "Olsen", "Pereira", "Petrov", "Quist", "Rahman", "Rossi", "Santos", "Schmidt", "Sharma", "Sorensen", "Tanaka", "Torres",
        "Vargas", "Weber", "Zhang",
    ];

    public static readonly IReadOnlyList<string> Industries =
    [
        "Manufacturing", "Retail", "Healthcare", "Logistics", "Energy", "Education", "Financial Services", "Food & Beverage",
        "Construction", "Media",
    ];

    public static readonly IReadOnlyList<string> NextSteps =
    [
        "Call with procurement", "Send the revised quote", "Demo for the operations team", "Security questionnaire", "Meet the CFO",
        "Legal review of the contract", "Reference call", "Workshop on site", "Waiting for budget approval", "Follow up after holidays",
        "Confirm seats, then send order form", "Agree on the \"phase 1\" scope", "Café with the sponsor",
        "Trial ends; collect feedback",
    ];

    private static readonly IReadOnlyList<string> Adjectives =
    [
        "Amber", "Arctic", "Blue", "Brass", "Bright", "Cedar", "Clear", "Copper", "Coral", "Crescent", "Eastern", "Elm", "Ember",
        "Evergreen", "Fair", "Foxglove", "Gilded", "Golden", "Granite", "Harbor", "Hazel", "Highland", "Indigo", "Iron", "Ivory",
        "Juniper", "Lakeside", "Linden", "Lunar", "Maple", "Meadow", "Misty", "Northern", "Oaken", "Opal", "Pine", "Polar", "Prairie",
        "Quiet", "Red", "River", "Rowan", "Saffron", "Sandy", "Silver", "Southern", "Stone", "Summit", "Sunlit", "Swift", "Tall",
        "Thistle", "Timber", "Umber", "Velvet", "Western", "White", "Wild", "Willow", "Winter",
    ];

    private static readonly IReadOnlyList<string> Nouns =
    [
        "Anchor", "Arch", "Badger", "Beacon", "Birch", "Bridge", "Brook", "Canyon", "Castle", "Comet", "Compass", "Cove", "Crane", "Dale",
        "Delta", "Falcon", "Field", "Finch", "Forge", "Fountain", "Gate", "Glade", "Grove", "Gull", "Haven", "Hearth", "Heron", "Hill",
        "Island", "Key", "Lantern", "Lark", "Ledge", "Loom", "Mesa", "Mill", "Moor", "Orchard", "Otter", "Peak", "Pier", "Pillar",
        "Quarry", "Raven", "Reef", "Ridge", "Sail", "Shore", "Sparrow", "Spire", "Spring", "Star", "Terrace", "Tower", "Trail", "Vale",
        "Wharf", "Wheel", "Wing", "Yard",
    ];

    private static readonly IReadOnlyList<string> Trades =
    [
        "Analytics", "Apparel", "Bakeries", "Bank", "Chemicals", "Clinics", "Components", "Diagnostics", "Electric", "Engineering",
        "Foods", "Freight", "Furniture", "Group", "Health", "Hotels", "Instruments", "Insurance", "Labs", "Logistics", "Materials",
        "Media", "Outfitters", "Packaging", "Paper", "Partners", "Pharma", "Plastics", "Robotics", "Schools", "Seafood", "Software",
        "Solar", "Systems", "Textiles", "Tools", "Toys", "Travel", "Water", "Works",
    ];

    private static readonly IReadOnlyList<string> Towns =
    [
        "Ålvik", "Béziac", "Córdena", "Dunmore", "Établière", "Fjordheim", "Göttlach", "Łubnice", "Malmåsa", "Niño Perdido", "São Brito",
        "Žabeň",
    ];

    private static readonly IReadOnlyList<string> Products =
    [
        "Platform", "Field Service", "Analytics", "Data Hub", "Planning", "Service Desk",
    ];

    public static string Company(SampleRandom random)
    {
        string adjective = random.Pick(Adjectives);
        string noun = random.Pick(Nouns);
        string trade = random.Pick(Trades);
        return random.Below(40) switch
        {
            < 3 => $"{adjective} {noun} {trade}, Inc.",
            < 5 => $"{noun}, {random.Pick(Nouns)} & Co.",
            5 => $"\"{adjective} {noun}\" {trade}",
            < 9 => $"{trade} {random.Pick(Towns)}",
            < 15 => $"{adjective}{noun.ToLowerInvariant()} {trade}",
            < 18 => $"{noun} & {random.Pick(Nouns)} {trade}",
            _ => $"{adjective} {noun} {trade}",
        };
    }

    public static string Deal(string company, string type, int year, SampleRandom random) => type switch
    {
        SampleTypes.Renewal => $"{company} - Renewal {year}",
        SampleTypes.Expansion => $"{company} - {random.Pick(Products)}, {random.Between(2, 40) * 5} more seats",
        _ => $"{company} - {random.Pick(Products)}",
    };
}
