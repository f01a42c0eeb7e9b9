namespace BenchCluster.Secrets;

/// <summary>Encrypts values for the disk. What was made for one owner cannot be read as another's.</summary>
public interface ISecretVault
{
    /// <summary>Encrypts a value.</summary>
    /// <param name="owner">Whose value it is: the secret's id.</param>
    byte[] Protect(string owner, string value);

    /// <summary>Decrypts a value.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Unavailable"/>: it was encrypted with another key, or for another owner.</exception>
    string Reveal(string owner, byte[] encrypted);
}
