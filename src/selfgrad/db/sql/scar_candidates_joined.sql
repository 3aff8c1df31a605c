SELECT id, into_id, retired, retired_at FROM scar
WHERE learner = :learner ORDER BY subject DESC LIMIT :limit
