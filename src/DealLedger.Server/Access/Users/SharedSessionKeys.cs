using System.Xml.Linq;
using DealLedger.Postgres.Access;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace DealLedger.Server.Access.Users;

/// <summary>Keeps the keys of cookies in the database, where every host finds them.</summary>
internal sealed class SharedSessionKeys(SessionKeys keys) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Read().Select(XElement.Parse)];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => keys.Store(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
