import Timing

extension Truth {
    /// The truth as a file: one JSON object, a car a line, members named as in docs/protocol.md. Drivers are
    /// named by their `id` in the crew.
    public var json: String {
        let rows = classification.map { "    " + $0.json }.joined(separator: ",\n")
        return """
            {
              "startMs": \(startMs),
              "chequeredMs": \(text(chequeredMs)),
              "classification": [
            \(rows)
              ]
            }

            """
    }
}

extension Truth.Row {
    fileprivate var json: String {
        let members = [
            "\"number\": \(quoted(number.text))", "\"class\": \(quoted(carClass))",
            "\"position\": \(text(position))", "\"classPosition\": \(text(classPosition))",
            "\"status\": \(quoted(status))", "\"laps\": \(laps)", "\"totalMs\": \(text(totalMs))",
            "\"gapMs\": \(text(gapMs))", "\"gapLaps\": \(gapLaps)",
            "\"intervalMs\": \(text(intervalMs))", "\"intervalLaps\": \(text(intervalLaps))",
            "\"bestLapMs\": \(text(bestLapMs))", "\"bestLap\": \(text(bestLap))",
            "\"stops\": [\(stops.map(\.json).joined(separator: ", "))]",
        ]
        return "{" + members.joined(separator: ", ") + "}"
    }
}

extension Truth.Stop {
    fileprivate var json: String {
        "{\"inMs\": \(inMs), \"outMs\": \(text(outMs)), \"driverIn\": \(driverIn), "
            + "\"driverOut\": \(text(driverOut)), \"purpose\": \(quoted(purpose.rawValue))}"
    }
}

private func text(_ number: (some BinaryInteger)?) -> String {
    number.map { String($0) } ?? "null"
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
