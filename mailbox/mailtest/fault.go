package mailtest

import "time"

// Kind is what goes wrong.
type Kind string

const (
	RefuseRcpt    Kind = "refuse-rcpt"    // Code to RCPT of a recipient that matches
	RefuseMail    Kind = "refuse-mail"    // Code to MAIL
	RefuseData    Kind = "refuse-data"    // Code to the final dot, for a recipient that matches
	Greylist      Kind = "greylist"       // 451 to the first attempt of each sender and recipient
	CutInData     Kind = "cut-in-data"    // the connection ends in the middle of the message
	CutBeforeOK   Kind = "cut-before-ok"  // after the final dot; the message is lost
	CutInsteadOK  Kind = "cut-instead-ok" // after the final dot; the message was accepted, but the client never hears so
	CutAfterOK    Kind = "cut-after-ok"   // after 250; the message was accepted
	SMTPSilent    Kind = "smtp-silent"    // accepts connections and bytes, and never says another word
	SMTPReset     Kind = "smtp-reset"     // resets open connections, and new ones at once
	SMTPNoLogin   Kind = "smtp-no-login"  // refuses every password
	SMTPSlow      Kind = "smtp-slow"      // each reply takes Delay
	IMAPSilent    Kind = "imap-silent"
	IMAPReset     Kind = "imap-reset"
	IMAPNoLogin   Kind = "imap-no-login"
	IMAPSlow      Kind = "imap-slow"
	IMAPCutAfter  Kind = "imap-cut-after"  // the connection ends after Bytes more bytes from the server
	IMAPNoMove    Kind = "imap-no-move"    // MOVE, COPY and CREATE are refused with NO
	IMAPNoIdle    Kind = "imap-no-idle"    // IDLE is not offered to new connections
	IMAPNoKeyword Kind = "imap-no-keyword" // the folder keeps no keywords
)

// Fault is something that is to go wrong.
type Fault struct {
	Kind  Kind
	To    string        // recipients concerned, a pattern as of path.Match ("*@example.test"); "" is all
	Code  int           // reply code; 451 if 0
	Said  string        // reply text, with an enhanced code in front if wanted ("5.1.1 No such user")
	Times int           // how often; 0 is until Heal
	Delay time.Duration // of the slow ones
	Bytes int           // of IMAPCutAfter
}

// Break asks for a fault. Several may be in force.
func (s *Server) Break(f Fault) {}

// Heal ends all faults and drops the connections that suffered from silence.
func (s *Server) Heal() {}

// NewValidity gives a user's INBOX a new UIDVALIDITY and its messages new UIDs, as after a restored backup. Connections
// of the user end.
func (s *Server) NewValidity(user string) error { return nil }
