package scheduler

import "slices"

// Limits on what an organiser can send along with a proposal. A file that crosses one is left out, and the organiser is
// told so.
const (
	MaxFiles     = 5
	MaxFileBytes = 1 << 20 // of all files together
)

// File is a file that the organiser sent along, for the question and the invitation. What is in it is theirs and is
// erased with them: it lies in the log's side table, like all words.
type File struct {
	Name Words
	Type string // media type
	Size int    // bytes
	Sum  Words  `json:",omitempty"` // names what is in it, such as a hash
	Left string `json:",omitempty"` // why it is not sent on: "many", "large", "kind"; "" if it is
	Data Words  `json:",omitempty"` // what is in it; "" if it is left out, was forgotten, or in an Event
}

// Choose marks the files that cross a limit as left out, without what is in them. Those before them are kept.
func (list Files) Choose() Files {
	out := slices.Clone(list)
	n, size := 0, 0
	for i := range out {
		f := &out[i]
		switch {
		case f.Left != "":
		case n == MaxFiles:
			f.Left = "many"
		case size+f.Size > MaxFileBytes:
			f.Left = "large"
		default:
			n, size = n+1, size+f.Size
			continue
		}
		f.Sum, f.Data = "", ""
	}
	return out
}

// Files are what came with one mail, in its order.
type Files []File

// Kept are the files that go along.
func (list Files) Kept() Files {
	return slices.DeleteFunc(slices.Clone(list), func(f File) bool { return f.Left != "" })
}

// listed are the files without what is in them, as an Event has them.
func (list Files) listed() Files {
	out := slices.Clone(list)
	for i := range out {
		out[i].Data = ""
	}
	return out
}

// enclose keeps the files of a proposal, in place of those that came before. It reports whether they are others.
func (t *turn) enclose(list Files) bool {
	list = list.Choose()
	if len(list) == 0 || slices.Equal(list.listed(), t.e.Files) {
		return false
	}
	t.log(Enclosed{list})
	return true
}
