import Rulebook

/// Files: a value that was read can be written and then reads the same; a fault says where it is, and what to do.
extension Door {
    /// The bytes as a file, beside files to which it may refer.
    static func takeFile(_ bytes: UnsafeRawBufferPointer, name: String) throws(Broken) {
        let path = "\(Scratch.folder)/\(name)"
        try Scratch.write(bytes, to: path)
        let faults = check(path: path)
        for fault in faults {
            let isSaid = ![fault.file, fault.key, fault.found, fault.expected, fault.remedy].contains("")
            try demand(isSaid && fault.line > 0 && fault.column > 0, "a fault without its place or remedy: \(fault)")
            try demand(!fault.description.contains("\n"), "a fault of several lines: \(fault)")
        }
        guard faults.isEmpty, name.hasSuffix(".yaml") else { return }
        _ = try? DaemonConfiguration.load(path: path)
        guard let event = try? Event.load(path: path) else { return }
        let copy = "\(Scratch.folder)/copy.yaml"
        try Array(event.yaml().utf8).reading { bytes throws(Broken) in try Scratch.write(bytes, to: copy) }
        let again: Event
        do throws(Faults) {
            again = try Event.load(path: copy)
        } catch {
            throw Broken(description: "an event cannot be read when written: \(error)")
        }
        try demand(again == event, "the event \(event.name) reads otherwise when written")
    }
}
