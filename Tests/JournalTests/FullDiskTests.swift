import Journal
import Synchronization
import Testing

@Suite("A journal on a disk that fails")
struct FullDiskTests {
    @Test("what a full disk does not take waits, in its order, and is written when there is room")
    func backlog() throws {
        let disk = Disk()
        let folder = Folder()
        let options = JournalOptions(segmentBytes: 600)
        var dice = Dice(5)
        var payloads: [[UInt8]] = []
        var journal = try Journal.open(
            directory: folder.path, options: options, storage: disk.storage
        ) { _, _ in }
        func write() {
            payloads.append(dice.bytes(1...60))
            journal.write(payloads[payloads.count - 1])
        }
        for _ in 0..<5 { write() }
        let before = journal.place
        disk.set { $0.room = 50 }
        for _ in 0..<30 { write() }
        guard case .behind(let code, let bytes, let since) = journal.state else {
            Issue.record("\(journal.state)")
            return
        }
        #expect(code == 28 && bytes > 1000 && since > 0 && journal.state.reason == "No space left on device")
        #expect(journal.progress.committed == before)
        // Not every commit asks the disk again.
        let asked = disk.fault.withLock { $0.writes }
        for _ in 0..<10 { write() }
        #expect(disk.fault.withLock { $0.writes } == asked)
        disk.wait(milliseconds: 300)
        write()
        #expect(disk.fault.withLock { $0.writes } == asked + 1)
        disk.set { $0.room = nil }
        journal.commit()
        #expect(journal.state != .ok, "too early")
        disk.wait(milliseconds: 300)
        journal.commit()
        #expect(journal.state == .ok && journal.progress.committed == journal.place)
        write()
        let hash = journal.hash
        journal.close()
        let (found, read) = try reopened(folder, options: options, storage: disk.storage)
        #expect(read.payloads == payloads && found.hash == hash && !found.isShort && found.cut == nil)
        #expect(folder.segments.count > 3)
    }

    @Test("a disk that is really full", .enabled(if: Folder.mayMount, "only who may mount has a disk to fill"))
    func reallyFull() throws {
        let folder = try #require(Folder(kibibytes: 64))
        var dice = Dice(3)
        var payloads: [[UInt8]] = []
        let disk = Disk()
        let options = JournalOptions(segmentBytes: 10_000)
        var journal = try Journal.open(directory: folder.path, options: options, storage: disk.storage) { _, _ in }
        try folder.write([UInt8](repeating: 0, count: 20_000), to: "ballast")
        for _ in 0..<400 {
            payloads.append(dice.bytes(1...400))
            journal.write(payloads[payloads.count - 1])
        }
        #expect(journal.state.reason == "No space left on device")
        let committed = journal.progress.committed
        #expect(journal.syncer.sync().synced == committed)
        let read = try JournalScan.read(directory: folder.path, upTo: committed) { _, _ in }
        #expect(read.damage == nil && read.place == committed)
        try folder.remove("ballast")
        disk.wait(milliseconds: 300)
        journal.commit()
        #expect(journal.state != .ok && journal.progress.committed == committed, "not room for all of it")
        let hash = journal.hash
        journal.close()
        _ = consume journal
        // Full as it is, it is opened again: the unfinished block is cut.
        let again = try reopened(folder, options: options, storage: disk.storage)
        #expect(again.found.isShort && again.found.hash != hash)
        #expect(payloads.starts(with: again.read.payloads) && again.read.payloads.count > 50)
    }

    @Test("killed with a backlog, the journal is short: that was promised")
    func killedBehind() throws {
        let disk = Disk()
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path, storage: disk.storage) { _, _ in }
        journal.write([1])
        disk.set { $0.room = 10 }
        journal.write([2])
        journal.close()
        disk.set { $0.room = nil }
        let (found, read) = try reopened(folder, storage: disk.storage)
        #expect(found.isShort && read.payloads == [[1]] && found.cut?.damage.bytes == 10)
    }

    @Test("closing tries once more what waits")
    func closing() throws {
        let disk = Disk()
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path, storage: disk.storage) { _, _ in }
        disk.set { $0.room = 0 }
        journal.write([1])
        disk.set { $0.room = nil }
        journal.close()
        #expect(try reopened(folder).read.payloads == [[1]])
        #expect(try !reopened(folder).found.isShort)
    }

    @Test("when more would have to wait than may, the journal stops and says so; what it has stays whole")
    func overflow() throws {
        let disk = Disk()
        let folder = Folder()
        let options = JournalOptions(segmentBytes: 1 << 20, backlogBytes: 500)
        var journal = try Journal.open(directory: folder.path, options: options, storage: disk.storage) { _, _ in }
        journal.write([0])
        disk.set { $0.room = 0 }
        for number in 1...30 { journal.write([UInt8(number)]) }
        guard case .stopped(28, let bytes, _) = journal.state else {
            Issue.record("\(journal.state)")
            return
        }
        #expect(bytes <= 500)
        let place = journal.place
        disk.set { $0.room = nil }
        disk.wait(milliseconds: 300)
        journal.write([99])
        guard case .stopped(_, 0, _) = journal.state else {
            Issue.record("\(journal.state)")
            return
        }
        #expect(journal.place == place && journal.progress.committed == place)
        journal.close()
        let (found, read) = try reopened(folder)
        #expect(read.payloads == (0...12).map { [UInt8($0)] })
        #expect(found.isShort && found.cut == nil)
    }

    @Test("a write that takes a part is continued where it stopped")
    func shortWrites() throws {
        let disk = Disk()
        disk.set { $0.most = 7 }
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 20, storage: disk.storage)
        #expect(try reopened(folder).read.payloads == payloads)
    }

    @Test("a segment that cannot be begun waits with its blocks")
    func noSegment() throws {
        let disk = Disk()
        let folder = Folder()
        let options = JournalOptions(segmentBytes: 200)
        var journal = try Journal.open(directory: folder.path, options: options, storage: disk.storage) { _, _ in }
        disk.set { $0.createCode = 24 }
        let payloads = (0..<20).map { [UInt8](repeating: UInt8($0), count: 50) }
        for payload in payloads { journal.write(payload) }
        #expect(journal.state.reason == "Too many open files" && folder.segments.count == 1)
        disk.set { $0.createCode = 0 }
        disk.wait(milliseconds: 300)
        journal.commit()
        #expect(journal.state == .ok)
        journal.close()
        #expect(try reopened(folder, options: options).read.payloads == payloads)
    }

    @Test("on a full disk the end of an unfinished write is cut all the same; damage in the middle is not")
    func noRoomAside() throws {
        let disk = Disk()
        let folder = Folder()
        let payloads = try written(to: folder, blocks: 6, segmentBytes: 4000)
        let whole = folder.bytes("000001.lwj")
        try folder.write(whole + [1, 2, 3], to: "000001.lwj")
        disk.set { $0.room = 0 }
        let (found, read) = try reopened(folder, storage: disk.storage)
        #expect(read.payloads == payloads && found.cut?.aside == [] && folder.names(in: "aside") == [])
        var changed = whole
        changed[100] ^= 1
        try folder.write(changed, to: "000001.lwj")
        let error = #expect(throws: JournalError.self) { _ = try reopened(folder, storage: disk.storage) }
        #expect(error?.description.contains("make room") == true)
        #expect(folder.bytes("000001.lwj") == changed)
    }

    @Test("a sync that fails is told from then on, with the place from which nothing is sure")
    func failedSync() throws {
        let disk = Disk()
        let folder = Folder()
        var journal = try Journal.open(directory: folder.path, storage: disk.storage) { _, _ in }
        journal.write([1])
        let sure = journal.place
        #expect(journal.syncer.sync() == journal.syncer.sync())
        #expect(journal.progress.synced == sure)
        journal.write([2])
        disk.set { $0.syncCode = 5 }
        let report = journal.syncer.sync()
        #expect(report.hasFailed && report.synced == sure)
        #expect(report.failure?.code == 5 && report.failure?.place == sure && report.failure?.count == 1)
        disk.set { $0.syncCode = 0 }
        journal.write([3])
        let later = journal.syncer.sync()
        #expect(!later.hasFailed && later.failure == report.failure && later.synced == journal.place)
        let syncs = disk.fault.withLock { $0.syncs }
        journal.syncer.sync()
        #expect(disk.fault.withLock { $0.syncs } == syncs, "nothing new, no call")
    }

    @Test("syncing goes on beside the writer through many segments")
    func beside() async throws {
        let folder = Folder()
        var journal = try Journal.open(
            directory: folder.path, options: JournalOptions(segmentBytes: 300)
        ) { _, _ in }
        let syncer = journal.syncer
        let task = Task.detached {
            var failed = false
            while !Task.isCancelled { failed = syncer.sync().failure != nil || failed }
            return failed
        }
        for number in 0..<2000 { journal.write([UInt8(number % 256), 1, 2, 3]) }
        task.cancel()
        #expect(await task.value == false)
        journal.close()
        #expect(journal.progress.synced == journal.place)
        #expect(try reopened(folder).found.blocks == 2000)
    }
}
