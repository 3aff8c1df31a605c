SELECT scar.id AS id, max(scar_mark.at) AS at FROM scar
LEFT JOIN scar_mark ON scar_mark.learner = scar.learner AND scar_mark.scar = scar.id
WHERE scar.learner = :learner
GROUP BY scar.id ORDER BY max(scar_mark.at) DESC, scar.id DESC LIMIT :limit
