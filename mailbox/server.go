package mailbox

// Trouble is what can be wrong between us and a server. Each asks for something else to be done about it.
type Trouble string

const (
	Unreachable  Trouble = "unreachable"   // no connection: name, port, network, or the server is down
	NotTrusted   Trouble = "not-trusted"   // no encryption offered, or a certificate that is not to be believed
	LoginRefused Trouble = "login-refused" // user or password are wrong, or may not log in
	NoCredential Trouble = "no-credential" // the password or token could not be read on our side
	NoFolder     Trouble = "no-folder"     // the folder does not exist, or may not be opened
	TooSlow      Trouble = "too-slow"      // connected, and then no answer in time
	Broken       Trouble = "broken"        // the connection ended in the middle, or the server spoke nonsense
	Refused      Trouble = "refused"       // the server said no to a command
)

// ServerError is trouble with a server, as opposed to trouble with one message. Its text is one sentence: what
// happened, then what to do.
type ServerError struct {
	Server  string  // such as "IMAP server mail.example.test:993"
	Trouble Trouble // what to branch on
	Doing   string  // what was being done, such as "opening folder INBOX"
	Err     error   // what the server or the network said
}

func (e *ServerError) Error() string { return e.Server + ": " + e.Doing + ": " + e.Err.Error() }

func (e *ServerError) Unwrap() error { return e.Err }
