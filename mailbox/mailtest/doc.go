// Package mailtest is a real mail server in memory: IMAP and SMTP on loopback ports, with users, sub-addressing,
// encryption, logins, and faults on request. Tests and the demonstration run on it.
//
// Laws of this place:
//
//   - What a client sees goes over real sockets and through real protocol code; nothing of the bot is known here.
//   - Mail never leaves the machine: it is delivered to a user here, refused, or bounced.
//   - Faults are asked for by name and end by Heal; without them the server is an ordinary one.
package mailtest
