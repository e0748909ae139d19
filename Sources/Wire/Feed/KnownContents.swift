package import Timing

/// The content of each crossing, by run and number: 32 bits of it. They tell a crossing that comes again from
/// another one under the same number.
///
/// Numbers without gaps take four bytes each: 1.3 MB for a day of 330,000 crossings. The memory is bounded: when
/// it is full, the oldest notes go first.
package struct KnownContents: Sendable {
    private struct Page: Hashable {
        let run: Int
        let index: UInt64
    }

    private static let numbersOfPage: UInt64 = 256
    /// The numbers of a page, page after page; 0 where nothing is known.
    private var prints: [UInt32] = []
    private var pages: [Page] = []
    private var places: [Page: Int] = [:]
    /// Of each run the page used last, and where it is: mostly it is the next one too.
    private var latest: [(index: UInt64, place: Int)] = []
    /// The page that is forgotten next.
    private var oldest = 0
    private let mostPages: Int

    /// Four million numbers, 16 MB.
    package static let mostPages = 1 << 14

    package init(mostPages: Int = Self.mostPages) { self.mostPages = max(mostPages, 1) }

    /// The noted content; 0 where nothing is known.
    package mutating func print(_ number: UInt64, of run: Int) -> UInt32 {
        let page = Page(run: run, index: number / Self.numbersOfPage)
        guard let place = place(of: page) else { return 0 }
        return prints[place + Int(number % Self.numbersOfPage)]
    }

    @inline(__always)
    package mutating func note(_ print: UInt32, _ number: UInt64, of run: Int) {
        let page = Page(run: run, index: number / Self.numbersOfPage)
        prints[(place(of: page) ?? add(page)) + Int(number % Self.numbersOfPage)] = print
    }

    @inline(__always)
    private mutating func place(of page: Page) -> Int? {
        if page.run < latest.count, latest[page.run].index == page.index, latest[page.run].place >= 0 {
            return latest[page.run].place
        }
        return search(page)
    }

    private mutating func search(_ page: Page) -> Int? {
        guard let place = places[page] else { return nil }
        use(page, at: place)
        return place
    }

    private mutating func use(_ page: Page, at place: Int) {
        while latest.count <= page.run { latest.append((0, -1)) }
        latest[page.run] = (page.index, place)
    }

    private mutating func add(_ page: Page) -> Int {
        let size = Int(Self.numbersOfPage)
        let place: Int
        if pages.count < mostPages {
            place = prints.count
            prints.append(contentsOf: repeatElement(0, count: size))
            pages.append(page)
        } else {
            place = oldest * size
            for number in place..<place + size { prints[number] = 0 }
            places[pages[oldest]] = nil
            if pages[oldest].run < latest.count { latest[pages[oldest].run].place = -1 }
            pages[oldest] = page
            oldest = (oldest + 1) % mostPages
        }
        places[page] = place
        use(page, at: place)
        return place
    }

    /// 32 bits over a crossing's stamp, transponder and loop. Never 0.
    package static func print(of crossing: Crossing) -> UInt32 {
        var bits = UInt64(bitPattern: crossing.stamp) &* 0x9E37_79B9_7F4A_7C15
        bits ^= (UInt64(crossing.transponder.value) << 16 | UInt64(crossing.loop.value)) &* 0xC2B2_AE3D_27D4_EB4F
        bits = (bits ^ bits >> 32) &* 0xD6E8_FEB8_6659_FD93
        return max(UInt32(truncatingIfNeeded: bits >> 32), 1)
    }
}
