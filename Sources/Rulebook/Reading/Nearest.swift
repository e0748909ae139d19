/// The known word that a misspelt one most likely meant: at most a third of its letters, and at least one,
/// may be wrong, missing, too many or swapped.
package func nearest(to word: String, of known: [String]) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in known {
        let most = max(1, candidate.count / 3)
        // The lengths alone tell most words apart.
        guard abs(word.count - candidate.count) <= most else { continue }
        let distance = distance(word.lowercased(), candidate.lowercased())
        if distance <= most, distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.word
}

/// Letters to insert, delete, replace or swap with a neighbour to turn one word into the other.
private func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
        for j in 0...b.count {
            if i == 0 || j == 0 {
                table[i][j] = i + j
                continue
            }
            let replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            table[i][j] = min(replaced, table[i - 1][j] + 1, table[i][j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
            }
        }
    }
    return table[a.count][b.count]
}
