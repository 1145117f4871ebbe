// mailer: the commands, one file each; wires the rooms together; exit codes. Policy lives in the rooms.

@main
enum Mailer {
    static func main() {
        print("mailer")
    }
}
