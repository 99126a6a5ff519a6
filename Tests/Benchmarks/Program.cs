Console.Error.WriteLine("usage: dotnet run -c Release --project Tests/Benchmarks -- SCENARIO");
return 2;
