using RiskReport.Domain.Maps;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Maps;

[TestClass]
public sealed class MapCellTests
{
    [TestMethod]
    public void A_cell_is_a_square_kilometre_in_the_middle_of_the_city()
    {
        const double Radius = 6371.0088;
        var (latitude, degree) = (31.3 * Math.PI / 180, Math.PI / 180 * Radius);

        Assert.AreEqual(1, degree * Math.Cos(latitude) * MapCell.Width / 1e6, 0.005);
        Assert.AreEqual(1, degree * MapCell.Height / 1e6, 0.005);
    }

    [TestMethod]
    [DataRow(120.96, 31.383, 11520, 3487)]
    [DataRow(120.959999, 31.382999, 11519, 3486)]
    [DataRow(120.970499, 31.391999, 11520, 3487)]
    [DataRow(120.9705, 31.392, 11521, 3488)]
    public void A_place_on_an_edge_belongs_to_the_cell_it_begins(double longitude, double latitude, int x, int y)
    {
        var cell = MapCell.Of((decimal)longitude, (decimal)latitude);

        Assert.AreEqual(new MapCell(x, y), cell);
        Assert.AreEqual(cell, MapCell.Of(cell.West, cell.South));
        Assert.IsNull(MapCell.Of((decimal)longitude, null));
    }

    [TestMethod]
    public void Squares_nest_and_are_few_enough()
    {
        foreach (var most in new[] { 4, 14, 28, 160 })
        {
            // wherever the view begins, since squares begin where they always do
            foreach (var shift in Enumerable.Range(0, 40).Select(i => i * 0.009m))
            {
                var view = new MapView(MapView.City.West + shift, MapView.City.South + shift, MapView.City.East + shift, MapView.City.North + shift);
                var step = view.Step(most);
                Assert.IsLessThanOrEqualTo(most, SquaresAcross(view, step), $"{most} {shift}");
                Assert.IsTrue(step == 1 || SquaresAcross(view, step / 2) > most, "no coarser than it has to be");
                Assert.AreEqual(0, step & (step - 1));
            }
        }

        Assert.AreEqual(new MapCell(11520, 3480), new MapCell(11527, 3487).Within(2).Within(8));
        Assert.AreEqual(1, new MapView(120.9m, 31.3m, 120.901m, 31.301m).Step(4));
    }

    [TestMethod]
    public void The_view_of_a_cell_holds_the_cell_and_nothing_else()
    {
        var cell = new MapCell(11520, 3487);
        var view = MapView.Of(cell);

        Assert.AreEqual((cell, cell), (view.SouthWest, view.NorthEast));
        Assert.AreEqual(new MapCell(11521, 3488), MapCell.Of(view.East + 0.000001m, view.North + 0.000001m));
        Assert.AreEqual("west=120.96&south=31.383&east=120.970499&north=31.391999", view.ToQuery());
    }

    [TestMethod]
    [DataRow(null, "31", "121", "32")]
    [DataRow("120", "31", "119", "32")]
    [DataRow("120", "31", "121", "31")]
    [DataRow("x", "31", "121", "32")]
    [DataRow("140", "31", "150", "32")]
    public void What_is_no_view_is_none(string? west, string? south, string? east, string? north) => Assert.IsNull(MapView.Read(west, south, east, north));

    [TestMethod]
    public void A_view_is_cut_to_where_places_can_be_and_comes_back_from_its_address()
    {
        var view = MapView.Read("-180", "31.25", "120.5", "99")!;

        Assert.AreEqual(new MapView(73, 31.25m, 120.5m, 54), view);
        Assert.AreEqual("west=73&south=31.25&east=120.5&north=54", view.ToQuery());
    }

    [TestMethod]
    [DataRow("320583100", 120.96, 31.38, true)]
    [DataRow("320583100", 120.63, 31.30, false)]
    [DataRow("320581001", 120.75, 31.65, true)]
    [DataRow("320581001", 120.75, 32.65, false)]
    public void A_place_belongs_into_the_box_of_its_county(string township, double longitude, double latitude, bool isPlaced) =>
        Assert.AreEqual(isPlaced, new MapBoxes(Lists.Reference.Regions, Lists.Today).IsPlaced(township, MapCell.Of((decimal)longitude, (decimal)latitude)));

    [TestMethod]
    public void Shades_are_even_steps_and_heats_go_by_rank()
    {
        var major = MapClasses.Even(MapMeasure.Major, [0, 3, 14]);
        var filed = MapClasses.Even(MapMeasure.Filed, [97]);
        var ranked = MapClasses.Ranked([.. Enumerable.Repeat(1, 50), .. Enumerable.Repeat(4, 30), .. Enumerable.Repeat(9, 17), 20, 30, 40]);

        CollectionAssert.AreEqual(new decimal[] { 0, 3, 6, 9, 12 }, major.From.ToList());
        Assert.AreEqual(4, major.Of(14));
        Assert.AreEqual("3 至不足 6 家", major.Word(1, " 家"));
        Assert.AreEqual("80%及以上", filed.Word(filed.Of(100), "%"));
        CollectionAssert.AreEqual(new decimal[] { 0, 1, 4, 9 }, ranked.From.ToList());
        CollectionAssert.AreEqual(new decimal[] { 0 }, MapClasses.Even(MapMeasure.Share, [0, 0]).From.ToList());
        Assert.AreEqual(0, MapClasses.Ranked([]).Of(0));
    }

    private static int SquaresAcross(MapView view, int step)
    {
        var (from, to) = (view.SouthWest.Within(step), view.NorthEast.Within(step));
        return Math.Max((to.X - from.X) / step, (to.Y - from.Y) / step) + 1;
    }
}
