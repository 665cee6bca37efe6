using BenchmarkDotNet.Running;
using Panthera.Benchmarks;

if (args is ["allocations"]) return await AllocationGate.RunAsync();
BenchmarkSwitcher.FromAssembly(typeof(AllocationGate).Assembly).Run(args);
return 0;
