-- What holds for one conversation alone: the assistant its system text came from, and its parameters (JSON; NULL: none).

ALTER TABLE conversation ADD COLUMN persona TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN sampling TEXT;
