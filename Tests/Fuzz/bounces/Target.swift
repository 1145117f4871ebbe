import Bounces

/// What libFuzzer calls with each input: any bytes have to give a verdict, within its limits of time and memory.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let verdict = ReturnedMail(Array(UnsafeBufferPointer(start: bytes, count: count)))
    precondition(verdict.recipients.count <= 1_000)
    precondition(verdict.attribution.envelopeAddresses.count <= 20)
    return 0
}
