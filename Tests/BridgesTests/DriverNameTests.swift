import Bridges
import Testing

@Suite("A driver's name in two parts")
struct DriverNameTests {
    @Test(
        "the last name keeps what stands before it in small letters, and what is behind it",
        arguments: [
            ("Jürgen Müller", "Jürgen", "Müller"), ("Mei Lin Rimbaraya", "Mei Lin", "Rimbaraya"),
            ("Sheldon van der Linde", "Sheldon", "van der Linde"), ("Ana Maria de la Peña", "Ana Maria", "de la Peña"),
            ("Jürgen Müller, Jr.", "Jürgen", "Müller, Jr."), ("Robert Doe III", "Robert", "Doe III"),
            ("Nik al-Amin Jr", "Nik", "al-Amin Jr"), ("Jr.", "", "Jr."), ("Senna Jr.", "", "Senna Jr."),
            ("Senna", "", "Senna"), ("  ", "", ""), ("ayrton senna", "ayrton", "senna"), ("木村 拓哉", "木村", "拓哉"),
        ])
    func parts(name: String, first: String, last: String) {
        let cut = DriverName(name)
        #expect(cut.first == first && cut.last == last, "\(cut)")
    }
}
