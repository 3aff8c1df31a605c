-- subject || '': an act has few, and SQLite would rather read all there are in their order
SELECT DISTINCT subject || '' FROM fact WHERE learner = :learner AND act = :act
