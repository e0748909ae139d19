/// A table in fixed columns that gives up columns, least important first, until it fits a width.
struct TextTable {
    struct Column {
        let title: String
        let isRight: Bool
        /// Columns with a higher number are given up first; those with 0 never.
        let giveUp: Int
        /// The widest a cell may be; longer ones are cut.
        let most: Int

        static func right(_ title: String, giveUp: Int = 0) -> Column {
            Column(title: title, isRight: true, giveUp: giveUp, most: 14)
        }

        static func left(_ title: String, giveUp: Int = 0, most: Int = 28) -> Column {
            Column(title: title, isRight: false, giveUp: giveUp, most: most)
        }
    }

    let columns: [Column]
    let rows: [[String]]
    /// The colour of a cell, by row and column; cells without one are plain.
    var paint: (_ row: Int, _ column: Int) -> Paint? = { _, _ in nil }

    /// Title line and rows; none is longer than `width` characters where a width is given.
    func lines(width: Int?) -> [String] {
        let widths = columns.indices.map { column in
            min(
                columns[column].most,
                rows.map { $0[column].count }.reduce(columns[column].title.count, max))
        }
        var shown = Array(columns.indices)
        if let width {
            while shown.map({ widths[$0] + 2 }).reduce(-2, +) > width,
                let least = shown.filter({ columns[$0].giveUp > 0 }).max(by: {
                    columns[$0].giveUp < columns[$1].giveUp
                })
            {
                shown.removeAll { $0 == least }
            }
        }
        func line(_ cells: [String], row: Int? = nil) -> String {
            let fitted = shown.map { (column: $0, text: fit(cells[$0], widths[$0], isRight: columns[$0].isRight)) }
            let text = fitted.map(\.text).joined(separator: "  ").trimmingSpacesAtEnd
            // A line that is cut is not painted: a cut colour would run on.
            if let width, text.count > width { return String(text.prefix(width)) }
            guard let row, fitted.contains(where: { paint(row, $0.column) != nil }) else { return text }
            return fitted.map { cell in paint(row, cell.column).map { $0(cell.text) } ?? cell.text }
                .joined(separator: "  ").trimmingSpacesAtEnd
        }
        return [line(columns.map(\.title))] + rows.enumerated().map { line($1, row: $0) }
    }

    private func fit(_ text: String, _ width: Int, isRight: Bool) -> String {
        let cut = text.count > width ? String(text.prefix(width - 1)) + "…" : text
        let space = String(repeating: " ", count: width - cut.count)
        return isRight ? space + cut : cut + space
    }
}

extension String {
    fileprivate var trimmingSpacesAtEnd: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
