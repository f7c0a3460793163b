import BandwidthKit
import Testing

@Suite struct DataUnitTests {
    @Test(arguments: [
        ("B", 1), ("KB", 1_000), ("mb", 1_000_000), ("GB", 1_000_000_000), ("tb", 1_000_000_000_000),
        ("KiB", 1_024), ("MIB", 1_048_576), ("gib", 1_073_741_824), ("TiB", 1_099_511_627_776),
        ("PiB", 1_125_899_906_842_624),
    ])
    func aSymbolNamesASizeInAnyCase(symbol: String, bytes: Int64) {
        #expect(DataUnit(symbol: symbol)?.size.bytes == bytes)
    }

    @Test(arguments: ["", "G", "GBit", "Gb/s", "EB", "bytes"])
    func anotherWordIsNoUnit(symbol: String) {
        #expect(DataUnit(symbol: symbol) == nil)
    }

    @Test(arguments: [
        ("100 GB", 100_000_000_000), ("100GB", 100_000_000_000), ("1.5 TiB", 1_649_267_441_664),
        ("500000 B", 500_000), ("0.5 KiB", 512), ("0 GB", 0), ("1   gib", 1_073_741_824),
    ])
    func aSizeIsReadAsAPersonWritesIt(text: String, bytes: Int64) {
        #expect(ByteCount(size: text)?.bytes == bytes)
    }

    @Test(arguments: [
        "", " ", "GB", "100", "100 ", "-1 GB", "+1 GB", "1e3 GB", "1,5 GB", "1.5.2 GB", ".5 GB", "5. GB", " 5 GB",
        "5 GB ", "٣ GB", "NaN GB", "inf GB", "1_000 GB", "0x10 GB", "100 GB/s",
        "99999999 PiB", "99999999999999999999999999999999 GB",
    ])
    func anotherTextIsNoSize(text: String) {
        #expect(ByteCount(size: text) == nil)
    }
}
