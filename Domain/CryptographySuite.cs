namespace RiskReport.Domain;

/// <summary>By which family of algorithms the program seals and signs. What the other one has sealed or signed is read all the same.</summary>
public enum CryptographySuite
{
    /// <summary>AES, SHA-2, ECDSA on P-256.</summary>
    International = 0,

    /// <summary>SM4 (GB/T 32907), SM3 (GB/T 32905), SM2 (GB/T 32918), as GB/T 39786-2021 asks.</summary>
    Guomi = 1,
}
