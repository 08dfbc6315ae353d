// Package mailbox is the mail edge of Parley: IMAP in, SMTP out, the bytes of every letter, and the secret addresses
// that letters carry.
//
// Laws of this place:
//
//   - Nothing is lost and nothing is forgotten. A message is filed only after whoever took it has said so and the cursor
//     is stored; a letter counts as sent only by the server's own word, and once that was heard nothing takes it back.
//   - Every exchange with a server has an end. Each command runs under a watchdog that closes the connection; a closed
//     connection is never used again.
//   - Temporary or permanent is a value, never a text. Permanent is only what a server said with a code from 500 up
//     about one letter; everything else may be tried again.
//   - No bodies, addresses or secrets in logs; no foreign control character in a header.
package mailbox
