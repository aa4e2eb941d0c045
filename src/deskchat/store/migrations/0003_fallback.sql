-- Who is asked when the model can't answer: a JSON list of provider/model. NULL: as the settings say; []: nobody.

ALTER TABLE conversation ADD COLUMN fallback TEXT;
