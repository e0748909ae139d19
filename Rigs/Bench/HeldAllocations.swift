/// How often a crossing may ask the heap: the last row of a table in the file of results.
struct HeldAllocations {
    let each: Double
    let percentWithout: Double

    init(file: String) throws {
        let figures = try HeldFigures.last(under: "## Held by scripts/test: the heap", count: 2, of: file)
        (each, percentWithout) = (figures[0], figures[1])
    }
}
