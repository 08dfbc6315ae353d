package scheduler

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// everyAction is one of each kind of action, for reading them back from JSON.
var everyAction = []Action{
	Propose{}, Answer{}, Decline{}, Remark{}, Misread{}, Help{}, Status{}, Who{}, Why{}, ShowLog{}, Remind{}, Stop{},
	StopAll{}, Start{}, Resend{}, Hold{}, Zone{}, OK{}, Never{}, Go{}, Pick{}, Extend{}, Move{}, AskAgain{}, Accept{},
	Refuse{}, SetDeadline{}, Add{}, Drop{}, Require{}, MakeOptional{}, Replace{}, Retitle{}, Relocate{}, Tell{}, Cancel{},
	Copy{}, Unknown{}, Tick{}, Bounce{}, Away{}, Park{}, Outsider{}, Revise{}, Note{}, Reject{}, RevokeFeed{}, RunDigest{},
}

var actionTypes = func() map[string]reflect.Type {
	m := make(map[string]reflect.Type, len(everyAction))
	for _, a := range everyAction {
		m[ActionKind(a)] = reflect.TypeOf(a)
	}
	return m
}()

// ActionKind is the name of a kind of action: that of its type, in lower case.
func ActionKind(a Action) string {
	t := reflect.TypeOf(a)
	if t == nil {
		return ""
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return strings.ToLower(t.Name())
}

// envelope is an action in JSON.
type envelope struct {
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
}

// MarshalJSON writes a list of {"kind":…,"data":…}.
func (as Actions) MarshalJSON() ([]byte, error) {
	out := make([]envelope, len(as))
	for i, a := range as {
		data, err := json.Marshal(a)
		if err != nil {
			return nil, fmt.Errorf("writing action %T: %w", a, err)
		}
		out[i] = envelope{ActionKind(a), data}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote. An unknown kind is an error: a newer program wrote it.
func (as *Actions) UnmarshalJSON(data []byte) error {
	var in []envelope
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("reading actions: %w", err)
	}
	*as = nil
	for _, e := range in {
		t, ok := actionTypes[e.Kind]
		if !ok {
			return fmt.Errorf("reading actions: unknown kind %q", e.Kind)
		}
		v := reflect.New(t)
		if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
			return fmt.Errorf("reading action %q: %w", e.Kind, err)
		}
		*as = append(*as, v.Elem().Interface().(Action))
	}
	return nil
}
