using RiskReport.Data;

namespace RiskReport.Tests.Unit;

[TestClass]
public sealed class PrivateFileTests
{
    [TestMethod]
    public async Task Two_that_make_a_key_at_once_use_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("riskreport-key-").FullName;
        try
        {
            for (var i = 0; i < 50; i++)
            {
                var path = Path.Combine(folder, $"key-{i}.pem");
                using var together = new Barrier(2);
                var read = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => Task.Run(() => PrivateFile.Find(path, () =>
                {
                    together.SignalAndWait(TimeSpan.FromSeconds(5)); // both have seen that there is none, unless one came late
                    return $"key of {n}";
                }))));

                Assert.AreEqual(read[0], read[1]);
                Assert.AreEqual(read[0], await File.ReadAllTextAsync(path));
            }

            Assert.HasCount(50, Directory.GetFiles(folder), "nothing is left beside them");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
