using RiskReport.Reports.Pictures;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Pictures;

[TestClass]
public sealed class PictureTests
{
    public static IEnumerable<object[]> Whole => [[TestPicture.Png(7, 5)], [TestPicture.Jpeg(7, 5, orientation: 6)], [TestPicture.Png(2, 2, 3, 4, [0, 0x01, 4, 0x10], [1, 2, 3, 4, 5, 6], [9])]];

    [TestMethod]
    public void Knows_what_it_is_and_how_large()
    {
        Assert.AreEqual(new Picture(PictureFormat.Png, 40, 20), Picture.Read(TestPicture.Png()));
        Assert.AreEqual(new Picture(PictureFormat.Jpeg, 40, 20), Picture.Read(TestPicture.Jpeg()));
    }

    [TestMethod]
    [DataRow(1, 40, 20)]
    [DataRow(3, 40, 20)]
    [DataRow(6, 20, 40)]
    [DataRow(8, 20, 40)]
    [DataRow(99, 40, 20)]
    public void A_camera_held_upright_makes_an_upright_picture(int orientation, int width, int height) =>
        Assert.AreEqual(new Picture(PictureFormat.Jpeg, width, height), Picture.Read(TestPicture.Jpeg(orientation: orientation)));

    [TestMethod]
    [DataRow(0, 1, "80", null, "FFFFFF")]
    [DataRow(0, 1, "00", null, "000000")]
    [DataRow(0, 2, "40", null, "555555")]
    [DataRow(0, 4, "80", null, "888888")]
    [DataRow(0, 8, "7F", null, "7F7F7F")]
    [DataRow(0, 8, "7F", "007F", "FFFFFF")]
    [DataRow(0, 16, "7F01", null, "7F7F7F")]
    [DataRow(2, 8, "102030", null, "102030")]
    [DataRow(2, 8, "102030", "001000200030", "FFFFFF")]
    [DataRow(2, 8, "102030", "001000200031", "102030")]
    [DataRow(2, 16, "10FF20FF30FF", null, "102030")]
    [DataRow(3, 8, "01", null, "0A141E")]
    [DataRow(3, 1, "80", null, "0A141E")]
    [DataRow(3, 2, "40", "FF00", "FFFFFF")]
    [DataRow(3, 4, "00", "80", "FF7F7F")]
    [DataRow(4, 8, "0080", null, "7F7F7F")]
    [DataRow(4, 16, "0000FFFF", null, "000000")]
    [DataRow(6, 8, "00000000", null, "FFFFFF")]
    [DataRow(6, 8, "102030FF", null, "102030")]
    [DataRow(6, 16, "0000000000008000", null, "7F7F7F")]
    public void Every_kind_of_png_becomes_rgb_on_white(int kind, int depth, string pixel, string? clear, string expected)
    {
        byte[]? palette = kind == 3 ? [255, 0, 0, 10, 20, 30] : null;
        var file = TestPicture.Png(1, 1, kind, depth, [0, .. Convert.FromHexString(pixel)], palette, clear is null ? null : Convert.FromHexString(clear));

        Assert.AreEqual(expected, Convert.ToHexString(Rows(file)));
    }

    [TestMethod]
    public void Every_filter_gives_the_same_rows()
    {
        byte[] first = [10, 200, 30, 250, 60, 70], second = [13, 190, 35, 2, 64, 255];
        var plain = Rows(TestPicture.Png(2, 2, 2, 8, [0, .. first, 0, .. second]));

        Assert.AreEqual(Convert.ToHexString([.. first, .. second]), Convert.ToHexString(plain));
        for (var filter = 1; filter <= 4; filter++)
        {
            var file = TestPicture.Png(2, 2, 2, 8, [(byte)filter, .. Filtered(filter, first, new byte[6]), (byte)filter, .. Filtered(filter, second, first)]);
            CollectionAssert.AreEqual(plain, Rows(file), $"filter {filter}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Whole))]
    public void Cut_off_anywhere_it_is_refused(byte[] file)
    {
        Picture.Read(file);
        for (var length = 0; length < file.Length; length++)
        {
            if (length < file.Length - 4)   // the last check sum is nobody's loss
                Assert.ThrowsExactly<PictureException>(() => Picture.Read(file[..length]), $"at {length}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Whole))]
    public void Nothing_but_a_refusal_comes_of_spoilt_bytes(byte[] file)
    {
        var random = new Random(2026);
        for (var round = 0; round < 3000; round++)
        {
            var spoilt = (byte[])file.Clone();
            for (var i = 0; i < 1 + (round % 3); i++)
                spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);

            try
            {
                var picture = Picture.Read(spoilt);
                Assert.IsTrue(picture is { Width: > 0 and <= Picture.MostPixels, Height: > 0 and <= Picture.MostPixels });
            }
            catch (PictureException e)
            {
                Assert.IsGreaterThan(8, e.Message.Length);
            }
        }
    }

    [TestMethod]
    public void Says_what_is_wrong_and_what_to_do()
    {
        Refused([], "文件是空的");
        Refused("not a picture at all"u8, "文件不是 PNG 或 JPEG 图片");
        Refused("GIF89a and more"u8, "这是 GIF 文件");
        Refused("BM and more"u8, "这是 BMP 文件");
        Refused("RIFF1234WEBP"u8, "这是 WebP 文件");
        Refused("%PDF-1.7 and more"u8, "这是 PDF 文件");
        Refused("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8, "这是 SVG 文件");
        Refused(new byte[Picture.MostBytes + (1 << 20)], "图片有 6 MB，超过 5 MB 的上限");
        Refused(TestPicture.Png(6001, 1, 0, 1, []), "图片为 6001 × 1 像素，超过 6000 × 6000 像素的上限");
        Refused(TestPicture.Jpeg(40, 7000), "图片为 40 × 7000 像素");
        Refused(TestPicture.Png(1, 1, 0, 8, [0, 0], interlaced: true), "交错");
        Refused(TestPicture.Png(1, 1, 0, 8, []), "不完整或已损坏");
        Refused(TestPicture.Png(1, 1, 3, 8, [0, 9], [1, 2, 3]), "不完整或已损坏");
        Refused(TestPicture.Png(1, 1, 5, 8, [0, 0]), "不完整或已损坏");
        Refused(TestPicture.Jpeg(components: 4), "CMYK");
        Refused(TestPicture.Jpeg(frame: 0xC9), "编码方式少见");
        Refused(TestPicture.Jpeg(0, 0), "不完整或已损坏");

        static void Refused(ReadOnlySpan<byte> file, string words)
        {
            var bytes = file.ToArray();
            Assert.Contains(words, Assert.ThrowsExactly<PictureException>(() => Picture.Read(bytes)).Message);
        }
    }

    private static byte[] Rows(byte[] file)
    {
        var rows = new List<byte>();
        PngReader.Open(file).ReadRows(row => rows.AddRange(row));
        return [.. rows];
    }

    private static byte[] Filtered(int filter, byte[] row, byte[] above) => row.Select((value, i) =>
    {
        int left = i < 3 ? 0 : row[i - 3], corner = i < 3 ? 0 : above[i - 3], up = above[i];
        var guess = left + up - corner;
        var nearest = new[] { left, up, corner }.MinBy(v => Math.Abs(guess - v));
        return (byte)(value - (filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, _ => nearest }));
    }).ToArray();
}
