namespace DealLedger.Core.Access;

/// <summary>What an entry of the access log is about.</summary>
public static class AccessKind
{
    /// <summary>Somebody asked.</summary>
    public const string Read = "read";

    /// <summary>Somebody was handed a file.</summary>
    public const string Export = "export";

    /// <summary>Somebody recorded something; what it was is in the ledger's own log.</summary>
    public const string Change = "change";

    /// <summary>Somebody changed who may do what: a key, a user, a tenant.</summary>
    public const string Rights = "rights";

    /// <summary>Somebody signed in with a password, or tried to.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Entries could not be kept until they were written.</summary>
    public const string Lost = "lost";
}

/// <summary>The form in which somebody got an answer.</summary>
public static class AccessForm
{
    /// <summary>A page.</summary>
    public const string Page = "page";

    /// <summary>A document.</summary>
    public const string Json = "json";

    /// <summary>A file of rows.</summary>
    public const string Csv = "csv";

    /// <summary>A workbook.</summary>
    public const string Xlsx = "xlsx";

    /// <summary>Files in one.</summary>
    public const string Archive = "archive";
}
