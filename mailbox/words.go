package mailbox

import (
	"fmt"
	"time"

	"parley/scheduler"
)

type catalog struct{ lang string }

func catalogOf(lang string) *catalog { return &catalog{lang} }

func write(v View) (Content, error) {
	return Content{FromName: string(v.Bot.Name), Subject: string(v.Event.Title)}, fmt.Errorf("writing a letter: unknown kind %q", v.Letter.Kind)
}

func describe(c *catalog, e scheduler.Event, p scheduler.People, now time.Time) string {
	return string(e.State)
}

func logSentence(c *catalog, n scheduler.Entry, p scheduler.People, e scheduler.Event) string {
	return n.Fact.Kind()
}
