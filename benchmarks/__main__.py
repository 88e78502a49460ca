"""`make bench`: every benchmark, one line or table each."""

from benchmarks import imports, matching, startup, weight, writes


def main() -> None:
    for module in (startup, weight, writes, imports, matching):
        print(f"\n== {module.__name__.rpartition('.')[2]}: {(module.__doc__ or '').strip().splitlines()[0]}")
        module.main()


if __name__ == "__main__":
    main()
