using DealLedger.Server.Access;

namespace DealLedger.Configuration;

/// <summary>The section <c>access</c>: who may come in, and by which ways of signing in.</summary>
internal static class AccessSettings
{
    public static readonly Setting SignIn = new(
        "access.signIn", "DEALLEDGER_SIGN_IN", "--sign-in", "true|false",
        "Lets nobody in who has not signed in; always so beyond loopback and behind a proxy.") { IsSwitch = true };

    /// <summary>All of the section.</summary>
    public static readonly IReadOnlyList<Setting> All = [SignIn];

    /// <summary>Reads the section; where others than the machine itself come from everyone signs in.</summary>
    public static AccessOptions Read(SettingsReader read, bool isOpen)
    {
        var wanted = read.Switch(SignIn);
        if (isOpen && wanted == false)
        {
            read.Refuse(SignIn, "everyone has to sign in where the server listens beyond loopback or behind a proxy; leave it out, or listen on 127.0.0.1 alone.");
        }

        return new AccessOptions { SignInNeeded = wanted ?? isOpen };
    }
}
