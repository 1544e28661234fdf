Console.WriteLine("Geo");
