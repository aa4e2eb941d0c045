<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Fournisseurs</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Qt and PySide6</source>
        <translation>Qt et PySide6</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Guide de l’utilisateur</translation>
    </message>
    <message>
        <source>deskchat</source>
        <translation>deskchat</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Archive the selected conversations</source>
        <translation>Archiver les conversations sélectionnées</translation>
    </message>
    <message>
        <source>Branches of the conversation</source>
        <translation>Branches de la conversation</translation>
    </message>
    <message>
        <source>Bring the deleted conversation back</source>
        <translation>Rétablir la conversation supprimée</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>Choisir le modèle</translation>
    </message>
    <message>
        <source>Choose who answers when the model can&apos;t</source>
        <translation>Choisir qui répond quand le modèle ne le peut pas</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversation</translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation>Copier la dernière réponse</translation>
    </message>
    <message>
        <source>Delete the conversation</source>
        <translation>Supprimer la conversation</translation>
    </message>
    <message>
        <source>Export all conversations</source>
        <translation>Exporter toutes les conversations</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>Exporter la conversation</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation>Rechercher dans la conversation</translation>
    </message>
    <message>
        <source>Give the selected conversations a tag</source>
        <translation>Donner une étiquette aux conversations sélectionnées</translation>
    </message>
    <message>
        <source>Go offline, or end it</source>
        <translation>Passer hors ligne, ou en sortir</translation>
    </message>
    <message>
        <source>Go to a day in the conversation</source>
        <translation>Aller à un jour de la conversation</translation>
    </message>
    <message>
        <source>Go to the message field</source>
        <translation>Aller au champ du message</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>Importer des conversations</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Agrandir le texte</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>New temporary chat, of which nothing is stored</source>
        <translation>Nouvelle conversation temporaire, dont rien n’est enregistré</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>Conversation suivante</translation>
    </message>
    <message>
        <source>Next question in the conversation</source>
        <translation>Question suivante de la conversation</translation>
    </message>
    <message>
        <source>Pin or unpin the conversation</source>
        <translation>Épingler ou désépingler la conversation</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>Conversation précédente</translation>
    </message>
    <message>
        <source>Previous question in the conversation</source>
        <translation>Question précédente de la conversation</translation>
    </message>
    <message>
        <source>Quick question</source>
        <translation>Question rapide</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Regenerate the last reply</source>
        <translation>Régénérer la dernière réponse</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>Renommer la conversation</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>Rechercher dans les conversations</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Afficher ou masquer les conversations</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Réduire le texte</translation>
    </message>
    <message>
        <source>Stop the reply</source>
        <translation>Arrêter la réponse</translation>
    </message>
    <message>
        <source>System prompt and parameters of the conversation</source>
        <translation>Invite système et paramètres de la conversation</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Guide de l’utilisateur</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Taille de texte habituelle</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Affichage</translation>
    </message>
</context>
<context>
    <name>AttachedRow</name>
    <message>
        <source>%1, picture, %2</source>
        <translation>%1, image, %2</translation>
    </message>
</context>
<context>
    <name>Attaching</name>
    <message>
        <source>The same goes for %1 more files, or something like it.</source>
        <translation>Il en va de même, ou à peu près, pour %1 autres fichiers.</translation>
    </message>
    <message>
        <source>pasted picture.png</source>
        <translation>image collée.png</translation>
    </message>
    <message>
        <source>pasted text.txt</source>
        <translation>texte collé.txt</translation>
    </message>
</context>
<context>
    <name>BackupsPage</name>
    <message>
        <source>A copy of all conversations is made once a day, and before anything that could harm them. Those of the last seven days and four weeks are kept, and all that you made yourself.</source>
        <translation>Une copie de toutes les conversations est faite une fois par jour, et avant tout ce qui pourrait leur nuire. Celles des sept derniers jours et des quatre dernières semaines sont gardées, ainsi que toutes celles que vous avez faites vous-même.</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sauvegardes</translation>
    </message>
    <message>
        <source>Bring back all conversations as they were on %1?</source>
        <translation>Rétablir toutes les conversations telles qu’elles étaient le %1&#xa0;?</translation>
    </message>
    <message>
        <source>Copying…</source>
        <translation>Copie en cours…</translation>
    </message>
    <message>
        <source>It is the history now.</source>
        <translation>C’est l’historique à présent.</translation>
    </message>
    <message>
        <source>Make one now</source>
        <translation>En faire une maintenant</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Restaurer une sauvegarde</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Restaurer…</translation>
    </message>
    <message>
        <source>Settings, assistants and snippets are files of their own, and stay as they are.</source>
        <translation>Les réglages, les assistants et les extraits sont des fichiers à part et restent tels quels.</translation>
    </message>
    <message>
        <source>The copy is made.</source>
        <translation>La copie est faite.</translation>
    </message>
    <message>
        <source>What is there now becomes a backup first: you can go back.</source>
        <translation>Ce qui s’y trouve devient d’abord une sauvegarde&#xa0;: vous pourrez revenir en arrière.</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>avant une mise à jour</translation>
    </message>
    <message>
        <source>before another was restored</source>
        <translation>avant la restauration d’une autre</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>quotidienne</translation>
    </message>
    <message>
        <source>made by you</source>
        <translation>faite par vous</translation>
    </message>
</context>
<context>
    <name>BudgetBar</name>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Choose another model…</source>
        <translation>Choisir un autre modèle…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>Raise the budget…</source>
        <translation>Augmenter le budget…</translation>
    </message>
    <message>
        <source>Send anyway?</source>
        <translation>Envoyer quand même&#x202f;?</translation>
    </message>
    <message>
        <source>Send once</source>
        <translation>Envoyer une fois</translation>
    </message>
</context>
<context>
    <name>BudgetRow</name>
    <message>
        <source>%s spent</source>
        <translation>%s dépensés</translation>
    </message>
    <message>
        <source>%s: part of the budget that is spent</source>
        <translation>%s&#xa0;: part du budget déjà dépensée</translation>
    </message>
    <message numerus="yes">
        <source>, %1 not known</source>
        <translation>
            <numerusform>, %1 inconnue</numerusform>
            <numerusform>, %1 inconnues</numerusform>
        </translation>
    </message>
    <message>
        <source>Monthly budget for %s</source>
        <translation>Budget mensuel pour %s</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Aucun budget</translation>
    </message>
</context>
<context>
    <name>BudgetRows</name>
    <message>
        <source>Another provider</source>
        <translation>Un autre fournisseur</translation>
    </message>
    <message>
        <source>Another provider…</source>
        <translation>Un autre fournisseur…</translation>
    </message>
    <message>
        <source>At four fifths of a budget you are told; when it is used up you are asked before anything is sent.</source>
        <translation>Vous êtes averti aux quatre cinquièmes d’un budget&#x202f;; lorsqu’il est épuisé, on vous le demande avant tout envoi.</translation>
    </message>
    <message>
        <source>Monthly budgets</source>
        <translation>Budgets mensuels</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>Remove %1</source>
        <translation>Retirer %1</translation>
    </message>
</context>
<context>
    <name>Clearing</name>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
</context>
<context>
    <name>CodeButtons</name>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copier le code</translation>
    </message>
    <message>
        <source>Copy this code</source>
        <translation>Copier ce code</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%1 characters in this message can&apos;t be seen. The model reads them.</source>
        <translation>
            <numerusform>Dans ce message, %1 caractère est invisible. Le modèle, lui, le lit.</numerusform>
            <numerusform>Dans ce message, %1 caractères sont invisibles. Le modèle, lui, les lit.</numerusform>
        </translation>
    </message>
    <message>
        <source>A file is still being read. Wait, or take it away.</source>
        <translation>Un fichier est encore en cours de lecture. Attendez, ou retirez-le.</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Joindre</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Joindre des fichiers</translation>
    </message>
    <message>
        <source>Attach files or pictures</source>
        <translation>Joindre des fichiers ou des images</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel editing</source>
        <translation>Annuler la modification</translation>
    </message>
    <message>
        <source>Editing an earlier message. Sending makes a new version; the old one is kept.</source>
        <translation>Vous modifiez un ancien message. L’envoi crée une nouvelle version&#x202f;; l’ancienne est conservée.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stop the reply (Esc)</source>
        <translation>Arrêter la réponse (Échap)</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Choose one at the top right.</source>
        <translation>Choisissez-en un en haut à droite.</translation>
    </message>
    <message>
        <source>No model is chosen.</source>
        <translation>Aucun modèle n’est choisi.</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
</context>
<context>
    <name>ConversationModel</name>
    <message>
        <source>New chat</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archivée</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>épinglée</translation>
    </message>
</context>
<context>
    <name>Cost</name>
    <message>
        <source>%1 on this computer</source>
        <translation>%1 sur cet ordinateur</translation>
    </message>
    <message numerus="yes">
        <source>%1 replies</source>
        <translation>
            <numerusform>%1 réponse</numerusform>
            <numerusform>%1 réponses</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 saved by caches</source>
        <translation>%1 économisés grâce aux caches</translation>
    </message>
    <message numerus="yes">
        <source>%1 tokens</source>
        <translation>
            <numerusform>%1 jeton</numerusform>
            <numerusform>%1 jetons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 tokens read</source>
        <translation>
            <numerusform>%1 jeton lu</numerusform>
            <numerusform>%1 jetons lus</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 → %2 tokens</source>
        <translation>%1 → %2 jetons</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>au moins %1</translation>
    </message>
    <message>
        <source>cost not known</source>
        <translation>coût inconnu</translation>
    </message>
    <message>
        <source>free</source>
        <translation>gratuit</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>prix inconnu</translation>
    </message>
    <message>
        <source>saved %1 % by cache</source>
        <translation>%1&#x202f;% économisés par le cache</translation>
    </message>
    <message>
        <source>the cost of %1 is not known</source>
        <translation>le coût de %1 est inconnu</translation>
    </message>
</context>
<context>
    <name>CrashPage</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Tout supprimer</translation>
    </message>
    <message>
        <source>If deskchat does not start: “deskchat --safe” opens it without plugins, local models and theme.</source>
        <translation>Si deskchat ne démarre pas&#xa0;: «&#xa0;deskchat --safe&#xa0;» l’ouvre sans extensions, modèles locaux ni thème.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Text of the report</source>
        <translation>Texte du rapport</translation>
    </message>
    <message>
        <source>There is none.</source>
        <translation>Il n’y en a aucun.</translation>
    </message>
    <message>
        <source>When something goes wrong inside deskchat, it writes down where. A report holds no messages and no keys, and it stays on this computer: to help, read it and send it yourself.</source>
        <translation>Quand quelque chose se passe mal dans deskchat, il note où. Un rapport ne contient ni messages ni clés et reste sur cet ordinateur&#xa0;: pour aider, lisez-le et envoyez-le vous-même.</translation>
    </message>
</context>
<context>
    <name>DayDialog</name>
    <message numerus="yes">
        <source>%2: %1 messages</source>
        <translation>
            <numerusform>%2&#xa0;: %1 message</numerusform>
            <numerusform>%2&#xa0;: %1 messages</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Aller</translation>
    </message>
    <message>
        <source>Go to a day</source>
        <translation>Aller à un jour</translation>
    </message>
</context>
<context>
    <name>Doing</name>
    <message numerus="yes">
        <source>%1 conversations were archived.</source>
        <translation>
            <numerusform>%1 conversation a été archivée.</numerusform>
            <numerusform>%1 conversations ont été archivées.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 conversations were deleted.</source>
        <translation>
            <numerusform>%1 conversation a été supprimée.</numerusform>
            <numerusform>%1 conversations ont été supprimées.</numerusform>
        </translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiver</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Name of the tag</source>
        <translation>Nom de l’étiquette</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Nouvelle étiquette</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Nouvelle étiquette…</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>Renommer la conversation</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>Sortir de l’archive</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>“%s” was deleted.</source>
        <translation>«&#xa0;%s&#xa0;» a été supprimée.</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>%d h %d min</source>
        <translation>%d h %d min</translation>
    </message>
    <message>
        <source>%d min</source>
        <translation>%d min</translation>
    </message>
    <message>
        <source>%d s</source>
        <translation>%d s</translation>
    </message>
    <message>
        <source>%s  %s Trying again…</source>
        <translation>%s  %s Nouvel essai…</translation>
    </message>
    <message>
        <source>%s of %s</source>
        <translation>%s sur %s</translation>
    </message>
    <message>
        <source>%s, %s/s, %s left</source>
        <translation>%s, %s/s, encore %s</translation>
    </message>
    <message>
        <source>%s, paused</source>
        <translation>%s, en pause</translation>
    </message>
    <message>
        <source>%s, waits for its turn</source>
        <translation>%s, attend son tour</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Checking that it is what the Hub lists…</source>
        <translation>Vérification que c’est bien ce que le Hub annonce…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Done and checked: it is in the list of models.</source>
        <translation>Terminé et vérifié&#xa0;: il est dans la liste des modèles.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Suspendre</translation>
    </message>
    <message>
        <source>Progress of %s</source>
        <translation>Progression de %s</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
</context>
<context>
    <name>DownloadRows</name>
    <message>
        <source>Downloads</source>
        <translation>Téléchargements</translation>
    </message>
</context>
<context>
    <name>DownloadsPage</name>
    <message>
        <source>%s billion weights</source>
        <translation>%s milliards de poids</translation>
    </message>
    <message numerus="yes">
        <source>%1 downloads</source>
        <translation>
            <numerusform>%1 téléchargement</numerusform>
            <numerusform>%1 téléchargements</numerusform>
        </translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>It holds no model that is whole and in GGUF form.</source>
        <translation>Il ne contient aucun modèle complet au format GGUF.</translation>
    </message>
    <message>
        <source>Its makers want their terms accepted: do that on the model&apos;s page, signed in, then enter a token of that account as the key of Hugging Face (Settings → Providers).</source>
        <translation>Ses auteurs demandent que leurs conditions soient acceptées&#xa0;: faites-le sur la page du modèle, une fois connecté, puis saisissez un jeton de ce compte comme clé de Hugging Face (Réglages → Fournisseurs).</translation>
    </message>
    <message>
        <source>Licence: %s.</source>
        <translation>Licence&#xa0;: %s.</translation>
    </message>
    <message>
        <source>Looking at its files…</source>
        <translation>Examen de ses fichiers…</translation>
    </message>
    <message>
        <source>Model page…</source>
        <translation>Page du modèle…</translation>
    </message>
    <message>
        <source>Models that were found</source>
        <translation>Modèles trouvés</translation>
    </message>
    <message>
        <source>Most downloaded</source>
        <translation>Les plus téléchargés</translation>
    </message>
    <message>
        <source>Most liked</source>
        <translation>Les plus aimés</translation>
    </message>
    <message>
        <source>Name of a model, or OWNER/NAME</source>
        <translation>Nom d’un modèle, ou AUTEUR/NOM</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Les plus récents</translation>
    </message>
    <message>
        <source>No model in GGUF form has these words in its name.</source>
        <translation>Aucun modèle au format GGUF n’a ces mots dans son nom.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the Hugging Face Hub</source>
        <translation>Rechercher sur le Hub Hugging Face</translation>
    </message>
    <message>
        <source>Search to see models in GGUF form. Nothing is asked before you do.</source>
        <translation>Recherchez pour voir des modèles au format GGUF. Rien n’est demandé avant.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>Show models that fit this computer</source>
        <translation>Montrer des modèles qui conviennent à cet ordinateur</translation>
    </message>
    <message>
        <source>The Hub names no model that fits this computer.</source>
        <translation>Le Hub ne nomme aucun modèle qui convienne à cet ordinateur.</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>En vogue</translation>
    </message>
    <message>
        <source>What stands first</source>
        <translation>Ce qui vient en premier</translation>
    </message>
    <message>
        <source>With the part that sees pictures (%s)</source>
        <translation>Avec la partie qui voit les images (%s)</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>non précisé</translation>
    </message>
    <message>
        <source>terms have to be accepted</source>
        <translation>des conditions doivent être acceptées</translation>
    </message>
</context>
<context>
    <name>Effort</name>
    <message>
        <source>A little</source>
        <translation>Un peu</translation>
    </message>
    <message>
        <source>As much as it can</source>
        <translation>Autant que possible</translation>
    </message>
    <message>
        <source>As the model likes</source>
        <translation>Au gré du modèle</translation>
    </message>
    <message>
        <source>Hardly</source>
        <translation>À peine</translation>
    </message>
    <message>
        <source>Much</source>
        <translation>Beaucoup</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Pas du tout</translation>
    </message>
    <message>
        <source>Some</source>
        <translation>Modérément</translation>
    </message>
</context>
<context>
    <name>EffortButton</name>
    <message>
        <source>How much the model thinks before it answers</source>
        <translation>Combien le modèle réfléchit avant de répondre</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Réflexion</translation>
    </message>
</context>
<context>
    <name>EmptyView</name>
    <message>
        <source>%1 answers from a server on this computer.</source>
        <translation>%1 répond depuis un serveur de cet ordinateur.</translation>
    </message>
    <message>
        <source>%1 answers over the network.</source>
        <translation>%1 répond par le réseau.</translation>
    </message>
    <message>
        <source>%1 runs on this computer; nothing you write leaves it.</source>
        <translation>%1 fonctionne sur cet ordinateur&#x202f;; rien de ce que vous écrivez n’en sort.</translation>
    </message>
    <message>
        <source>Explain how a rainbow forms, in plain words.</source>
        <translation>Explique avec des mots simples comment se forme un arc-en-ciel.</translation>
    </message>
    <message>
        <source>Explain something</source>
        <translation>Expliquer quelque chose</translation>
    </message>
    <message>
        <source>Give me five ideas for a simple dinner, as a list.</source>
        <translation>Donne-moi cinq idées de dîner simple, sous forme de liste.</translation>
    </message>
    <message>
        <source>Help me write</source>
        <translation>M’aider à écrire</translation>
    </message>
    <message>
        <source>Look at code</source>
        <translation>Examiner du code</translation>
    </message>
    <message>
        <source>Make a list</source>
        <translation>Faire une liste</translation>
    </message>
    <message>
        <source>What would you like to talk about?</source>
        <translation>De quoi voulez-vous parler&#x202f;?</translation>
    </message>
    <message>
        <source>Write a Python function that counts the words in a text, and explain it.</source>
        <translation>Écris une fonction Python qui compte les mots d’un texte, et explique-la.</translation>
    </message>
    <message>
        <source>Write a short, friendly email to ask a colleague for a meeting on Thursday.</source>
        <translation>Écris un courriel court et aimable pour proposer une réunion jeudi à un collègue.</translation>
    </message>
</context>
<context>
    <name>EndButton</name>
    <message>
        <source>↓ New text below</source>
        <translation>↓ Nouveau texte plus bas</translation>
    </message>
    <message>
        <source>↓ To the end</source>
        <translation>↓ Vers la fin</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%1 already here</source>
        <translation>
            <numerusform>%1 déjà présente</numerusform>
            <numerusform>%1 déjà présentes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 new</source>
        <translation>
            <numerusform>%1 nouvelle</numerusform>
            <numerusform>%1 nouvelles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 with new messages</source>
        <translation>
            <numerusform>%1 avec de nouveaux messages</numerusform>
            <numerusform>%1 avec de nouveaux messages</numerusform>
        </translation>
    </message>
    <message>
        <source>Conversations: %1. Messages imported: %2.</source>
        <translation>Conversations&#xa0;: %1. Messages importés&#xa0;: %2.</translation>
    </message>
    <message>
        <source>No conversation was imported.</source>
        <translation>Aucune conversation n’a été importée.</translation>
    </message>
</context>
<context>
    <name>FallbackDialog</name>
    <message>
        <source>As in the settings: %s</source>
        <translation>Comme dans les réglages&#xa0;: %s</translation>
    </message>
    <message>
        <source>In this conversation, ask nobody else</source>
        <translation>Dans cette conversation, ne demander à personne d’autre</translation>
    </message>
    <message>
        <source>In this conversation, ask the next of this list by itself</source>
        <translation>Dans cette conversation, demander automatiquement au suivant de cette liste</translation>
    </message>
    <message>
        <source>Models to fall back on in this conversation</source>
        <translation>Modèles de secours de cette conversation</translation>
    </message>
    <message>
        <source>The reply then comes from the next model that can be asked, and says so. The conversation goes to every provider that is asked.</source>
        <translation>La réponse vient alors du prochain modèle disponible, et le dit. La conversation est envoyée à chaque fournisseur interrogé.</translation>
    </message>
    <message>
        <source>When the model can&apos;t answer</source>
        <translation>Quand le modèle ne peut pas répondre</translation>
    </message>
    <message>
        <source>nobody else is asked</source>
        <translation>personne d’autre n’est interrogé</translation>
    </message>
</context>
<context>
    <name>FallbackPage</name>
    <message>
        <source>Models to fall back on</source>
        <translation>Modèles de secours</translation>
    </message>
    <message>
        <source>No network, a refused key, used-up credit, a busy server or a failed engine: the reply then comes from the next model that can be asked, and says so. A model on this computer at the end of the list always answers. The conversation goes to every provider that is asked. A conversation can have a list of its own: see the button with the three dots above it.</source>
        <translation>Pas de réseau, clé refusée, crédit épuisé, serveur occupé ou moteur en panne&#xa0;: la réponse vient alors du prochain modèle disponible, et le dit. Un modèle de cet ordinateur en fin de liste répond toujours. La conversation est envoyée à chaque fournisseur interrogé. Une conversation peut avoir sa propre liste&#xa0;: voyez le bouton aux trois points au-dessus d’elle.</translation>
    </message>
    <message>
        <source>When a model can&apos;t answer, ask the next of this list by itself</source>
        <translation>Quand un modèle ne peut pas répondre, demander automatiquement au suivant de cette liste</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>B</source>
        <translation>o</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>Go</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>TB</source>
        <translation>To</translation>
    </message>
    <message>
        <source>kB</source>
        <translation>ko</translation>
    </message>
    <message>
        <source>less than 0.1 s</source>
        <translation>moins de 0,1 s</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>Add a GGUF file</source>
        <translation>Ajouter un fichier GGUF</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>Dossier&#xa0;:</translation>
    </message>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>Fichiers GGUF (*.gguf)</translation>
    </message>
    <message>
        <source>Kind of file:</source>
        <translation>Type de fichier&#xa0;:</translation>
    </message>
</context>
<context>
    <name>FileExchange</name>
    <message>
        <source>A folder of Markdown files (*)</source>
        <translation>Un dossier de fichiers Markdown (*)</translation>
    </message>
    <message>
        <source>A page to read or print (*.html)</source>
        <translation>Une page à lire ou à imprimer (*.html)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message numerus="yes">
        <source>%1 conversations were exported to “%2”.</source>
        <translation>
            <numerusform>%1 conversation a été exportée vers «&#xa0;%2&#xa0;».</numerusform>
            <numerusform>%1 conversations ont été exportées vers «&#xa0;%2&#xa0;».</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything, can be imported again (*.deskchat.json)</source>
        <translation>Tout, peut être réimporté (*.deskchat.json)</translation>
    </message>
    <message>
        <source>Export conversations</source>
        <translation>Exporter des conversations</translation>
    </message>
    <message>
        <source>Exports of chat programs (*.zip *.json)</source>
        <translation>Exportations de logiciels de conversation (*.zip *.json)</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>Importer des conversations</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Importation…</translation>
    </message>
    <message>
        <source>Sheets of paper (*.pdf)</source>
        <translation>Feuilles de papier (*.pdf)</translation>
    </message>
</context>
<context>
    <name>FileViewer</name>
    <message>
        <source>Text of %1</source>
        <translation>Texte de %1</translation>
    </message>
    <message>
        <source>There is no text in this file.</source>
        <translation>Ce fichier ne contient pas de texte.</translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message>
        <source>All conversations</source>
        <translation>Toutes les conversations</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiver</translation>
    </message>
    <message>
        <source>Shown: %s</source>
        <translation>Affichées&#xa0;: %s</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Find in the conversation</source>
        <translation>Rechercher dans la conversation</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>Résultat suivant</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>Résultat précédent</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} sur {all}</translation>
    </message>
</context>
<context>
    <name>Folding</name>
    <message numerus="yes">
        <source>Show all %1 lines</source>
        <translation>
            <numerusform>Afficher la seule ligne (%1)</numerusform>
            <numerusform>Afficher les %1 lignes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show the first %1 lines</source>
        <translation>
            <numerusform>Afficher la première ligne (%1)</numerusform>
            <numerusform>Afficher les %1 premières lignes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>Load picture</source>
        <translation>Charger l’image</translation>
    </message>
    <message>
        <source>Load this picture?</source>
        <translation>Charger cette image&#x202f;?</translation>
    </message>
    <message>
        <source>{host} would learn your address on the network, and that you look at this.</source>
        <translation>{host} apprendrait votre adresse sur le réseau, et que vous regardez ceci.</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>%s: press again to take it back</source>
        <translation>%s&#xa0;: appuyez de nouveau pour revenir en arrière</translation>
    </message>
    <message>
        <source>Ask again; this reply is kept</source>
        <translation>Demander de nouveau&#x202f;; cette réponse est conservée</translation>
    </message>
    <message>
        <source>Bad reply</source>
        <translation>Mauvaise réponse</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy as…</source>
        <translation>Copier en tant que…</translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation>Copier ce message</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Edit and send again; the old version is kept</source>
        <translation>Modifier et renvoyer&#x202f;; l’ancienne version est conservée</translation>
    </message>
    <message>
        <source>Good reply</source>
        <translation>Bonne réponse</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Liens</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Version suivante</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Version précédente</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Régénérer</translation>
    </message>
    <message>
        <source>Regenerate with…</source>
        <translation>Régénérer avec…</translation>
    </message>
    <message>
        <source>Show all versions side by side</source>
        <translation>Afficher toutes les versions côte à côte</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Côte à côte</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Version %1 sur %2</translation>
    </message>
    <message>
        <source>Where this message leads</source>
        <translation>Où mène ce message</translation>
    </message>
    <message>
        <source>With another model…</source>
        <translation>Avec un autre modèle…</translation>
    </message>
</context>
<context>
    <name>Front</name>
    <message>
        <source>Show the report…</source>
        <translation>Afficher le rapport…</translation>
    </message>
    <message>
        <source>Something went wrong in deskchat the last time. A report is on this computer; nothing was sent.</source>
        <translation>Quelque chose s’est mal passé dans deskchat la dernière fois. Un rapport est sur cet ordinateur&#x202f;; rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>Something went wrong inside deskchat. What you wrote is kept.</source>
        <translation>Quelque chose s’est mal passé dans deskchat. Ce que vous avez écrit est conservé.</translation>
    </message>
    <message>
        <source>deskchat (safe mode)</source>
        <translation>deskchat (mode sans échec)</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Liens</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>Rien trouvé.</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Page</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Rechercher dans le guide</translation>
    </message>
    <message>
        <source>That page is not part of the guide: it is in the program&apos;s source, in docs/%s.</source>
        <translation>Cette page ne fait pas partie du guide&#xa0;: elle est dans les sources du programme, dans docs/%s.</translation>
    </message>
    <message>
        <source>The guide is not part of this build.</source>
        <translation>Le guide ne fait pas partie de cette version.</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Guide de l’utilisateur</translation>
    </message>
</context>
<context>
    <name>HandedFile</name>
    <message>
        <source>%s was added. It stays where it is; choose it in the list of models.</source>
        <translation>%s a été ajouté. Il reste où il est&#x202f;; choisissez-le dans la liste des modèles.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Add “%s” to the models on this computer?</source>
        <translation>Ajouter «&#xa0;%s&#xa0;» aux modèles de cet ordinateur&#x202f;?</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Import the conversations in “%s”?</source>
        <translation>Importer les conversations de «&#xa0;%s&#xa0;»&#x202f;?</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Cost of this conversation: %1</source>
        <translation>Coût de cette conversation&#xa0;: %1</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>This conversation, all versions: %1</source>
        <translation>Cette conversation, toutes versions comprises&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>JudgedModels</name>
    <message>
        <source>12 months</source>
        <translation>12 mois</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 jours</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>Depuis toujours</translation>
    </message>
    <message>
        <source>Cost of
a reply</source>
        <translation>Coût d’une
réponse</translation>
    </message>
    <message>
        <source>Cost of a reply</source>
        <translation>Coût d’une réponse</translation>
    </message>
    <message>
        <source>Counted from your own chats, on this computer. A comparison is a question to several models of which you picked one reply; ask blind, and no name can sway you. Thumbs stand below each reply.</source>
        <translation>Compté à partir de vos propres conversations, sur cet ordinateur. Une comparaison est une question posée à plusieurs modèles dont vous avez choisi une réponse&#x202f;; à l’aveugle, aucun nom ne peut vous influencer. Les pouces se trouvent sous chaque réponse.</translation>
    </message>
    <message>
        <source>First
word</source>
        <translation>Premier
mot</translation>
    </message>
    <message>
        <source>Picked
blind</source>
        <translation>Choisi à
l’aveugle</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mesure</translation>
    </message>
    <message>
        <source>Models in your chats</source>
        <translation>Modèles de vos conversations</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>Choisi</translation>
    </message>
    <message>
        <source>Picked, in % of comparisons</source>
        <translation>Choisi, en&#x202f;% des comparaisons</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>Seconds until the first word</source>
        <translation>Secondes jusqu’au premier mot</translation>
    </message>
    <message>
        <source>Thumbs</source>
        <translation>Pouces</translation>
    </message>
    <message>
        <source>Thumbs up, in % of all thumbs</source>
        <translation>Pouces levés, en&#x202f;% de tous les pouces</translation>
    </message>
    <message>
        <source>Tokens
/ s</source>
        <translation>Jetons
/ s</translation>
    </message>
    <message>
        <source>Tokens a second</source>
        <translation>Jetons par seconde</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
</context>
<context>
    <name>Jumps</name>
    <message>
        <source>Go to a day…</source>
        <translation>Aller à un jour…</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>Aller à la fin</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>Question suivante</translation>
    </message>
    <message>
        <source>Previous question</source>
        <translation>Question précédente</translation>
    </message>
</context>
<context>
    <name>KeyboardList</name>
    <message>
        <source>/, in an empty message</source>
        <translation>/, dans un message vide</translation>
    </message>
    <message>
        <source>A new line in the message</source>
        <translation>Une nouvelle ligne dans le message</translation>
    </message>
    <message>
        <source>Bring back what was sent</source>
        <translation>Rappeler ce qui a été envoyé</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Open the menu of all actions</source>
        <translation>Ouvrir le menu de toutes les actions</translation>
    </message>
    <message>
        <source>Put in a snippet</source>
        <translation>Insérer un extrait</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Envoyer le message</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Maj+Entrée</translation>
    </message>
    <message>
        <source>Up, in an empty message</source>
        <translation>Haut, dans un message vide</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>Guide de l’utilisateur</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <translation>fr</translation>
    </message>
</context>
<context>
    <name>LevelButton</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Copy link</source>
        <translation>Copier le lien</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Ouvrir dans le navigateur</translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation>Ouvrir ce lien&#x202f;?</translation>
    </message>
    <message>
        <source>This link leads to %1.</source>
        <translation>Ce lien mène à %1.</translation>
    </message>
    <message>
        <source>Write a mail to this address?</source>
        <translation>Écrire un courriel à cette adresse&#x202f;?</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>All that can be done (%s)</source>
        <translation>Tout ce qui peut être fait (%s)</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
</context>
<context>
    <name>MessageBox</name>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Écrivez un message</translation>
    </message>
</context>
<context>
    <name>MessageText</name>
    <message>
        <source>Copy link</source>
        <translation>Copier le lien</translation>
    </message>
    <message>
        <source>Select this message</source>
        <translation>Sélectionner ce message</translation>
    </message>
    <message>
        <source>Open link…</source>
        <translation>Ouvrir le lien…</translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message numerus="yes">
        <source>Show all (%1 characters)</source>
        <translation>
            <numerusform>Tout afficher (%1 caractère)</numerusform>
            <numerusform>Tout afficher (%1 caractères)</numerusform>
        </translation>
    </message>
    <message>
        <source>The model&apos;s view goes on here: the messages between the beginning and this are left out</source>
        <translation>La vue du modèle reprend ici&#xa0;: les messages entre le début et celui-ci sont laissés de côté</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>Réflexions</translation>
    </message>
    <message>
        <source>answered by %1</source>
        <translation>répondu par %1</translation>
    </message>
</context>
<context>
    <name>ModelButton</name>
    <message numerus="yes">
        <source>%1 models</source>
        <translation>
            <numerusform>%1 modèle</numerusform>
            <numerusform>%1 modèles</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Choisir un modèle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
</context>
<context>
    <name>ModelFilesPage</name>
    <message>
        <source>%s was added.</source>
        <translation>%s a été ajouté.</translation>
    </message>
    <message>
        <source>Add a GGUF file…</source>
        <translation>Ajouter un fichier GGUF…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete a model</source>
        <translation>Supprimer un modèle</translation>
    </message>
    <message>
        <source>Delete “%s” and its files? %s become free.</source>
        <translation>Supprimer «&#xa0;%s&#xa0;» et ses fichiers&#x202f;? %s seront libérés.</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Files you put into %s are found, too. It takes %s, unfinished downloads included; %s are free.</source>
        <translation>Les fichiers que vous placez dans %s sont trouvés aussi. Il occupe %s, téléchargements inachevés compris&#x202f;; %s sont libres.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Le garder</translation>
    </message>
    <message>
        <source>Licence: %s</source>
        <translation>Licence&#xa0;: %s</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>Modèles de cet ordinateur</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Retirer de la liste</translation>
    </message>
    <message>
        <source>“%s” was deleted; %s are free again.</source>
        <translation>«&#xa0;%s&#xa0;» a été supprimé&#x202f;; %s sont de nouveau libres.</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Model to add</source>
        <translation>Modèle à ajouter</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Type a part of a model&apos;s name</source>
        <translation>Tapez une partie du nom d’un modèle</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Costs nothing.</source>
        <translation>Ne coûte rien.</translation>
    </message>
    <message>
        <source>Costs nothing: it runs on this computer.</source>
        <translation>Ne coûte rien&#xa0;: il fonctionne sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Costs {} to send, and {} for a million tokens it writes.</source>
        <translation>Coûte {} à l’envoi, et {} par million de jetons écrits.</translation>
    </message>
    <message>
        <source>Does not see: {}.</source>
        <translation>Ne voit pas&#xa0;: {}.</translation>
    </message>
    <message>
        <source>First word after about {} s, as before.</source>
        <translation>Premier mot après environ {} s, comme les dernières fois.</translation>
    </message>
    <message>
        <source>First word at once, as before.</source>
        <translation>Premier mot aussitôt, comme les dernières fois.</translation>
    </message>
    <message>
        <source>Sees {} of {} messages (exactly {} {}).</source>
        <translation>Voit {} messages sur {} (exactement {} {}).</translation>
    </message>
    <message>
        <source>What it costs is not known.</source>
        <translation>Ce qu’il coûte est inconnu.</translation>
    </message>
    <message>
        <source>a great deal</source>
        <translation>une fortune</translation>
    </message>
    <message>
        <source>free</source>
        <translation>gratuit</translation>
    </message>
    <message>
        <source>from a server on this computer</source>
        <translation>depuis un serveur sur cet ordinateur</translation>
    </message>
    <message>
        <source>of {} tokens</source>
        <translation>de {} jetons</translation>
    </message>
    <message>
        <source>on this computer, free</source>
        <translation>sur cet ordinateur, gratuit</translation>
    </message>
    <message>
        <source>price unknown</source>
        <translation>prix inconnu</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>jetons</translation>
    </message>
    <message>
        <source>{} more</source>
        <translation>{} autres</translation>
    </message>
</context>
<context>
    <name>MoreButton</name>
    <message>
        <source>Branches…</source>
        <translation>Branches…</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversation</translation>
    </message>
    <message>
        <source>System prompt and parameters…</source>
        <translation>Invite système et paramètres…</translation>
    </message>
    <message>
        <source>What holds for this conversation alone</source>
        <translation>Ce qui vaut pour cette conversation seule</translation>
    </message>
    <message>
        <source>When the model can&apos;t answer: %s…</source>
        <translation>Quand le modèle ne peut pas répondre&#xa0;: %s…</translation>
    </message>
    <message>
        <source>as in the settings</source>
        <translation>comme dans les réglages</translation>
    </message>
    <message>
        <source>ask %s</source>
        <translation>demander à %s</translation>
    </message>
    <message>
        <source>ask nobody else</source>
        <translation>ne demander à personne d’autre</translation>
    </message>
</context>
<context>
    <name>NamedPage</name>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importer…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close the notice</source>
        <translation>Fermer l’avis</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Avis</translation>
    </message>
</context>
<context>
    <name>OfflineSwitch</name>
    <message>
        <source>Connections are allowed. Press to go offline: nothing is connected to any more.</source>
        <translation>Les connexions sont permises. Appuyez pour passer hors ligne&#xa0;: plus aucune connexion n’est établie.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Offline: nothing is connected to. Press to allow connections again.</source>
        <translation>Hors ligne&#xa0;: aucune connexion. Appuyez pour permettre de nouveau les connexions.</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Assistants</source>
        <translation>Assistants</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sauvegardes</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
    <message>
        <source>Crash reports</source>
        <translation>Rapports de plantage</translation>
    </message>
    <message>
        <source>Download models</source>
        <translation>Télécharger des modèles</translation>
    </message>
    <message>
        <source>Fallback</source>
        <translation>Secours</translation>
    </message>
    <message>
        <source>In the background</source>
        <translation>En arrière-plan</translation>
    </message>
    <message>
        <source>Local engine</source>
        <translation>Moteur local</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>Modèles de cet ordinateur</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>Extensions</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Fournisseurs</translation>
    </message>
    <message>
        <source>Snippets</source>
        <translation>Extraits</translation>
    </message>
    <message>
        <source>Spending</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Mises à jour</translation>
    </message>
    <message>
        <source>What left this computer</source>
        <translation>Ce qui a quitté cet ordinateur</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>Vos modèles</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>0 says the likeliest, 2 is wild</source>
        <translation>0 dit le plus probable, 2 est débridé</translation>
    </message>
    <message>
        <source>A JSON schema or a grammar (GBNF) that replies of local models keep to</source>
        <translation>Un schéma JSON ou une grammaire (GBNF) que respectent les réponses des modèles locaux</translation>
    </message>
    <message>
        <source>As the model likes</source>
        <translation>Au gré du modèle</translation>
    </message>
    <message>
        <source>Form of replies</source>
        <translation>Forme des réponses</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Depuis un fichier…</translation>
    </message>
    <message>
        <source>JSON schema or grammar</source>
        <translation>Schéma JSON ou grammaire</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Réponse la plus longue</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share are drawn from</source>
        <translation>Seuls les mots les plus probables qui ont ensemble cette part sont tirés au sort</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <source>Stop before</source>
        <translation>S’arrêter avant</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>The longest reply, thinking included</source>
        <translation>La réponse la plus longue, réflexion comprise</translation>
    </message>
    <message>
        <source>The reply ends before any of these; one a line, \n: a line break, up to four</source>
        <translation>La réponse s’arrête avant l’un de ceux-ci&#x202f;; un par ligne, 
&#xa0;: un saut de ligne, quatre au plus</translation>
    </message>
    <message>
        <source>The same number draws the same words; local models and some servers</source>
        <translation>Le même nombre tire les mêmes mots&#x202f;; modèles locaux et certains serveurs</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Réflexion</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message numerus="yes">
        <source>at most %1 tokens</source>
        <translation>
            <numerusform>au plus %1 jeton</numerusform>
            <numerusform>au plus %1 jetons</numerusform>
        </translation>
    </message>
    <message>
        <source>ends before %s</source>
        <translation>s’arrête avant %s</translation>
    </message>
    <message>
        <source>replies in a given form</source>
        <translation>répond dans une forme donnée</translation>
    </message>
    <message>
        <source>seed %s</source>
        <translation>graine %s</translation>
    </message>
    <message>
        <source>temperature %s</source>
        <translation>température %s</translation>
    </message>
    <message>
        <source>top-p %s</source>
        <translation>top-p %s</translation>
    </message>
    <message>
        <source>“%s” can&apos;t be read as text.</source>
        <translation>«&#xa0;%s&#xa0;» ne peut pas être lu comme du texte.</translation>
    </message>
</context>
<context>
    <name>PersonaButton</name>
    <message>
        <source>Assistant</source>
        <translation>Assistant</translation>
    </message>
    <message>
        <source>Manage assistants…</source>
        <translation>Gérer les assistants…</translation>
    </message>
    <message>
        <source>No assistant</source>
        <translation>Aucun assistant</translation>
    </message>
    <message>
        <source>System prompt and parameters…</source>
        <translation>Invite système et paramètres…</translation>
    </message>
    <message>
        <source>Who answers: a system prompt with its model and parameters</source>
        <translation>Qui répond&#xa0;: une invite système avec son modèle et ses paramètres</translation>
    </message>
</context>
<context>
    <name>PersonasPage</name>
    <message>
        <source>A model is named as provider/model, a local one as local/NAME.</source>
        <translation>Un modèle s’écrit fournisseur/modèle, un modèle local local/NOM.</translation>
    </message>
    <message>
        <source>Assistants</source>
        <translation>Assistants</translation>
    </message>
    <message>
        <source>Assistants (*.toml)</source>
        <translation>Assistants (*.toml)</translation>
    </message>
    <message>
        <source>Assistants added: %s</source>
        <translation>Assistants ajoutés&#xa0;: %s</translation>
    </message>
    <message>
        <source>Export assistants</source>
        <translation>Exporter des assistants</translation>
    </message>
    <message>
        <source>Import assistants</source>
        <translation>Importer des assistants</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>New assistant</source>
        <translation>Nouvel assistant</translation>
    </message>
    <message>
        <source>New conversations begin with it</source>
        <translation>Les nouvelles conversations commencent avec lui</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Invite système</translation>
    </message>
    <message>
        <source>The one that is chosen; else as provider/model</source>
        <translation>Celui qui est choisi&#x202f;; sinon sous la forme fournisseur/modèle</translation>
    </message>
    <message>
        <source>There are no assistants yet. “New” makes one: a system prompt with a model and parameters of its own.</source>
        <translation>Il n’y a pas encore d’assistants. «&#xa0;Nouveau&#xa0;» en crée un&#xa0;: une invite système avec son propre modèle et ses propres paramètres.</translation>
    </message>
    <message>
        <source>“%s” was deleted. Conversations with it go on as they are.</source>
        <translation>«&#xa0;%s&#xa0;» a été supprimé. Les conversations qui l’utilisent continuent telles quelles.</translation>
    </message>
</context>
<context>
    <name>PickerPopup</name>
    <message>
        <source>%s was added.</source>
        <translation>%s a été ajouté.</translation>
    </message>
    <message>
        <source>Activate to enter a key or check the connection.</source>
        <translation>Activez pour saisir une clé ou vérifier la connexion.</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>Ajouter un fichier…</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>Ajouter un serveur…</translation>
    </message>
    <message>
        <source>Ask %s</source>
        <translation>Demander à %s</translation>
    </message>
    <message>
        <source>Ask several</source>
        <translation>Demander à plusieurs</translation>
    </message>
    <message>
        <source>Asks %s, which then sees the conversation</source>
        <translation>Demande à %s, qui voit alors la conversation</translation>
    </message>
    <message>
        <source>Choose two or more models</source>
        <translation>Choisissez deux modèles ou plus</translation>
    </message>
    <message>
        <source>Choose two or more models; their replies stand side by side</source>
        <translation>Choisissez deux modèles ou plus&#x202f;; leurs réponses s’affichent côte à côte</translation>
    </message>
    <message>
        <source>Count exactly</source>
        <translation>Compter exactement</translation>
    </message>
    <message>
        <source>Get models…</source>
        <translation>Obtenir des modèles…</translation>
    </message>
    <message>
        <source>Hide the names until I pick the best reply</source>
        <translation>Masquer les noms jusqu’à ce que je choisisse la meilleure réponse</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>No model has that in its name.</source>
        <translation>Aucun modèle n’a cela dans son nom.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Actualiser</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Rechercher des modèles</translation>
    </message>
    <message>
        <source>This provider does not count for nothing: the number stays about.</source>
        <translation>Ce fournisseur ne compte pas gratuitement&#xa0;: le nombre reste approximatif.</translation>
    </message>
    <message>
        <source>What this model will see</source>
        <translation>Ce que verra ce modèle</translation>
    </message>
</context>
<context>
    <name>PictureViewer</name>
    <message>
        <source>%1 pixels</source>
        <translation>%1 pixels</translation>
    </message>
    <message>
        <source>%1, picture</source>
        <translation>%1, image</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Copier l’image</translation>
    </message>
    <message>
        <source>This picture is damaged: it can&apos;t be shown.</source>
        <translation>Cette image est endommagée&#xa0;: elle ne peut pas être affichée.</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <source> and %1 more</source>
        <translation> et %1 de plus</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 sur %2 jetons</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 jetons</translation>
    </message>
    <message>
        <source>%1 tokens at most</source>
        <translation>%1 jetons au plus</translation>
    </message>
    <message>
        <source>Context: %1</source>
        <translation>Contexte&#xa0;: %1</translation>
    </message>
    <message>
        <source>about %1 of %2 tokens</source>
        <translation>environ %1 sur %2 jetons</translation>
    </message>
    <message>
        <source>about %1 tokens</source>
        <translation>environ %1 jetons</translation>
    </message>
</context>
<context>
    <name>PluginsPage</name>
    <message>
        <source>No plugins are installed.</source>
        <translation>Aucune extension n’est installée.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Plugins bring further providers. They are packages in the folder “%1” or beside the program, and run with all rights deskchat has, your keys included: tick only what you trust. What was ticked off ends with the program.</source>
        <translation>Les extensions apportent d’autres fournisseurs. Ce sont des paquets dans le dossier «&#xa0;%1&#xa0;» ou à côté du programme, et elles s’exécutent avec tous les droits de deskchat, vos clés comprises&#xa0;: ne cochez que ce qui a votre confiance. Ce qui est décoché s’arrête avec le programme.</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <source>Another program has this key.</source>
        <translation>Un autre programme a cette touche.</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>On this system deskchat can&apos;t hear a key: give “deskchat quick” one in its settings.</source>
        <translation>Sur ce système, deskchat ne peut pas écouter de touche&#xa0;: donnez-en une à «&#xa0;deskchat quick&#xa0;» dans les réglages du système.</translation>
    </message>
    <message>
        <source>Quick question</source>
        <translation>Question rapide</translation>
    </message>
    <message>
        <source>Quick question of deskchat</source>
        <translation>Question rapide de deskchat</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Afficher la fenêtre</translation>
    </message>
    <message>
        <source>The desktop gives deskchat no key: give the command “deskchat quick” one in its settings.</source>
        <translation>Le bureau ne donne aucune touche à deskchat&#xa0;: donnez-en une à la commande «&#xa0;deskchat quick&#xa0;» dans ses réglages.</translation>
    </message>
    <message>
        <source>The key %s can&apos;t be had.</source>
        <translation>La touche %s n’est pas disponible.</translation>
    </message>
    <message>
        <source>There is no X server.</source>
        <translation>Il n’y a pas de serveur X.</translation>
    </message>
    <message>
        <source>Windows did not answer.</source>
        <translation>Windows n’a pas répondu.</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>Another model…</source>
        <translation>Un autre modèle…</translation>
    </message>
    <message>
        <source>Ask again without a limit</source>
        <translation>Demander de nouveau sans limite</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Continue with…</source>
        <translation>Continuer avec…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Enter the key…</source>
        <translation>Saisir la clé…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>ProblemWindow</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
</context>
<context>
    <name>ProviderForm</name>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Demande en cours…</translation>
    </message>
    <message>
        <source>Change the address</source>
        <translation>Changer l’adresse</translation>
    </message>
    <message>
        <source>Check the connection</source>
        <translation>Vérifier la connexion</translation>
    </message>
    <message>
        <source>Delete the key</source>
        <translation>Supprimer la clé</translation>
    </message>
    <message numerus="yes">
        <source>It answers, and offers %1 models.</source>
        <translation>
            <numerusform>Il répond, et propose %1 modèle.</numerusform>
            <numerusform>Il répond, et propose %1 modèles.</numerusform>
        </translation>
    </message>
    <message>
        <source>It has no key yet.</source>
        <translation>Il n’a pas encore de clé.</translation>
    </message>
    <message>
        <source>Its key comes from the environment variable %s.</source>
        <translation>Sa clé vient de la variable d’environnement %s.</translation>
    </message>
    <message>
        <source>Its key is in the system&apos;s keyring.</source>
        <translation>Sa clé est dans le trousseau du système.</translation>
    </message>
    <message>
        <source>Its key is kept until deskchat is closed.</source>
        <translation>Sa clé est conservée jusqu’à la fermeture de deskchat.</translation>
    </message>
    <message>
        <source>Keep it for this session only</source>
        <translation>Ne la garder que pour cette session</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Keys are made at %s</source>
        <translation>Les clés se créent sur %s</translation>
    </message>
    <message>
        <source>Paste a key</source>
        <translation>Collez une clé</translation>
    </message>
    <message>
        <source>Remove the provider</source>
        <translation>Retirer le fournisseur</translation>
    </message>
    <message>
        <source>Save the key</source>
        <translation>Enregistrer la clé</translation>
    </message>
    <message>
        <source>Whether it has a key is found out when it is asked.</source>
        <translation>On saura s’il a une clé quand elle sera demandée.</translation>
    </message>
</context>
<context>
    <name>ProvidersPage</name>
    <message>
        <source>Add a server</source>
        <translation>Ajouter un serveur</translation>
    </message>
    <message>
        <source>Add the server</source>
        <translation>Ajouter le serveur</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>It needs a key</source>
        <translation>Il lui faut une clé</translation>
    </message>
    <message>
        <source>My server</source>
        <translation>Mon serveur</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>New server: %s</source>
        <translation>Nouveau serveur&#xa0;: %s</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Fournisseurs</translation>
    </message>
</context>
<context>
    <name>ProxyRow</name>
    <message>
        <source>Delete the password</source>
        <translation>Supprimer le mot de passe</translation>
    </message>
    <message>
        <source>From the system: %1</source>
        <translation>D’après le système&#xa0;: %1</translation>
    </message>
    <message>
        <source>It has no password yet.</source>
        <translation>Il n’a pas encore de mot de passe.</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>Son mot de passe</translation>
    </message>
    <message>
        <source>Its password is in the system&apos;s keyring.</source>
        <translation>Son mot de passe est dans le trousseau du système.</translation>
    </message>
    <message>
        <source>Its password is kept until deskchat is closed.</source>
        <translation>Son mot de passe est gardé jusqu’à la fermeture de deskchat.</translation>
    </message>
    <message>
        <source>Keep it for this session only</source>
        <translation>Ne le garder que pour cette session</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>Mot de passe du proxy</translation>
    </message>
    <message>
        <source>Save the password</source>
        <translation>Enregistrer le mot de passe</translation>
    </message>
    <message>
        <source>The system names no proxy.</source>
        <translation>Le système n’indique aucun proxy.</translation>
    </message>
    <message>
        <source>Whether it has a password is found out when it is asked.</source>
        <translation>On saura s’il a un mot de passe quand il sera sollicité.</translation>
    </message>
</context>
<context>
    <name>QuantisationTable</name>
    <message numerus="yes">
        <source> (%1 files)</source>
        <translation>
            <numerusform> (%1 fichier)</numerusform>
            <numerusform> (%1 fichiers)</numerusform>
        </translation>
    </message>
    <message>
        <source>, on this computer already</source>
        <translation>, déjà sur cet ordinateur</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Sur cet ordinateur</translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation>Quantification</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Sizes of the model</source>
        <translation>Tailles du modèle</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>about %s tokens/s</source>
        <translation>environ %s jetons/s</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>convient</translation>
    </message>
    <message>
        <source>fits partly</source>
        <translation>convient en partie</translation>
    </message>
    <message>
        <source>too big</source>
        <translation>trop gros</translation>
    </message>
</context>
<context>
    <name>QuickAsk</name>
    <message>
        <source>Ask</source>
        <translation>Demander</translation>
    </message>
    <message>
        <source>Ask anything</source>
        <translation>Posez une question</translation>
    </message>
    <message>
        <source>Open in the window</source>
        <translation>Ouvrir dans la fenêtre</translation>
    </message>
    <message>
        <source>Quick question</source>
        <translation>Question rapide</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message numerus="yes">
        <source>%1 sources</source>
        <translation>
            <numerusform>%1 source</numerusform>
            <numerusform>%1 sources</numerusform>
        </translation>
    </message>
    <message>
        <source>Used the tool “%1”</source>
        <translation>A utilisé l’outil «&#xa0;%1&#xa0;»</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>A reply is being written.</source>
        <translation>Une réponse est en cours.</translation>
    </message>
    <message>
        <source>The reply has ended.</source>
        <translation>La réponse est terminée.</translation>
    </message>
</context>
<context>
    <name>ReplyNotices</name>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>The reply in %s failed.</source>
        <translation>La réponse dans %s a échoué.</translation>
    </message>
    <message>
        <source>The reply in %s is there.</source>
        <translation>La réponse dans %s est là.</translation>
    </message>
    <message>
        <source>a temporary chat</source>
        <translation>une conversation temporaire</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message numerus="yes">
        <source>And %1 more like these.</source>
        <translation>
            <numerusform>Et %1 autre semblable.</numerusform>
            <numerusform>Et %1 autres semblables.</numerusform>
        </translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>What was not taken</source>
        <translation>Ce qui n’a pas été repris</translation>
    </message>
    <message>
        <source>What was not taken:</source>
        <translation>Ce qui n’a pas été repris&#xa0;:</translation>
    </message>
</context>
<context>
    <name>RequestsPage</name>
    <message numerus="yes">
        <source>%1 requests, %2 sent, %3 received.</source>
        <translation>
            <numerusform>%1 requête, %2 envoyés, %3 reçus.</numerusform>
            <numerusform>%1 requêtes, %2 envoyés, %3 reçus.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a request to see all that is known of it.</source>
        <translation>Choisissez une requête pour voir tout ce qui en est connu.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Effacer la liste</translation>
    </message>
    <message>
        <source>Clear the list…</source>
        <translation>Effacer la liste…</translation>
    </message>
    <message>
        <source>Every request that deskchat sent, the newest first. What was said is not written down here: of the messages only how many went along, and in which conversation they are.</source>
        <translation>Chaque requête envoyée par deskchat, la plus récente d’abord. Ce qui a été dit n’est pas noté ici&#xa0;: des messages, seulement combien sont partis, et dans quelle conversation ils se trouvent.</translation>
    </message>
    <message>
        <source>Forget which requests left this computer? Your conversations stay.</source>
        <translation>Oublier quelles requêtes ont quitté cet ordinateur&#x202f;? Vos conversations restent.</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyé</translation>
    </message>
    <message>
        <source>Show the conversation</source>
        <translation>Afficher la conversation</translation>
    </message>
    <message>
        <source>The chosen request</source>
        <translation>La requête choisie</translation>
    </message>
    <message>
        <source>The list of requests is empty.</source>
        <translation>La liste des requêtes est vide.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>To</source>
        <translation>À</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Pour quoi</translation>
    </message>
    <message>
        <source>a download</source>
        <translation>un téléchargement</translation>
    </message>
    <message>
        <source>a reply</source>
        <translation>une réponse</translation>
    </message>
    <message>
        <source>counting tokens</source>
        <translation>comptage de jetons</translation>
    </message>
    <message>
        <source>looking for models</source>
        <translation>recherche de modèles</translation>
    </message>
    <message>
        <source>looking for servers</source>
        <translation>recherche de serveurs</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>autre chose</translation>
    </message>
    <message>
        <source>the list of models</source>
        <translation>la liste des modèles</translation>
    </message>
</context>
<context>
    <name>RowDelegate</name>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
</context>
<context>
    <name>Selecting</name>
    <message numerus="yes">
        <source>%1 characters copied</source>
        <translation>
            <numerusform>%1 caractère copié</numerusform>
            <numerusform>%1 caractères copiés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 messages selected</source>
        <translation>
            <numerusform>%1 message sélectionné</numerusform>
            <numerusform>%1 messages sélectionnés</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>Rien de sélectionné</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>%1 A damaged history was kept as “%2”.</source>
        <translation>%1 Un historique endommagé a été conservé sous le nom «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 It says: “%2”.</source>
        <translation>%1 Il dit&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 The key may still be stored there.</source>
        <translation>%1 La clé y est peut-être encore enregistrée.</translation>
    </message>
    <message>
        <source>%1 The key was not stored.</source>
        <translation>%1 La clé n’a pas été enregistrée.</translation>
    </message>
    <message>
        <source>%1 The password may still be stored there.</source>
        <translation>%1 Le mot de passe y est peut-être encore.</translation>
    </message>
    <message>
        <source>%1 also sent a file (%2) that can&apos;t be shown here.</source>
        <translation>%1 a aussi envoyé un fichier (%2) qui ne peut pas être affiché ici.</translation>
    </message>
    <message>
        <source>%1 answered with a web page instead of a chat reply.</source>
        <translation>%1 a répondu par une page web au lieu d’une réponse de conversation.</translation>
    </message>
    <message>
        <source>%1 answered with status %2.</source>
        <translation>%1 a répondu avec l’état %2.</translation>
    </message>
    <message>
        <source>%1 broke off (%2): %3 was asked to go on.</source>
        <translation>%1 s’est interrompu (%2)&#xa0;: %3 a été chargé de continuer.</translation>
    </message>
    <message>
        <source>%1 broke the reply off.</source>
        <translation>%1 a interrompu la réponse.</translation>
    </message>
    <message>
        <source>%1 called a tool instead of answering, and there is none here that it could use.</source>
        <translation>%1 a appelé un outil au lieu de répondre, et il n’y en a aucun ici qu’il puisse utiliser.</translation>
    </message>
    <message>
        <source>%1 can&apos;t be kept to a form, which only local models can: left out.</source>
        <translation>%1 ne peut pas être tenu à une forme, ce que seuls les modèles locaux permettent&#xa0;: elle est laissée de côté.</translation>
    </message>
    <message>
        <source>%1 can&apos;t be reached at %2.</source>
        <translation>%1 est injoignable à l’adresse %2.</translation>
    </message>
    <message>
        <source>%1 can&apos;t be reached, so the picture was not loaded.</source>
        <translation>%1 est injoignable&#xa0;: l’image n’a donc pas été chargée.</translation>
    </message>
    <message>
        <source>%1 can&apos;t hold the whole conversation: %2 older messages are left out, %3.</source>
        <translation>%1 ne peut pas contenir toute la conversation&#xa0;: %2 anciens messages sont laissés de côté, %3.</translation>
    </message>
    <message>
        <source>%1 can&apos;t hold the whole conversation: one older message is left out, %2.</source>
        <translation>%1 ne peut pas contenir toute la conversation&#xa0;: un message plus ancien est laissé de côté, %2.</translation>
    </message>
    <message>
        <source>%1 can&apos;t read “%2”, and no text was found in it: it is only named.</source>
        <translation>%1 ne peut pas lire «&#xa0;%2&#xa0;», et aucun texte n’y a été trouvé&#xa0;: il est seulement nommé.</translation>
    </message>
    <message>
        <source>%1 can&apos;t see images: “%2” is only named.</source>
        <translation>%1 ne voit pas les images&#xa0;: «&#xa0;%2&#xa0;» est seulement nommée.</translation>
    </message>
    <message>
        <source>%1 closed the connection without an answer.</source>
        <translation>%1 a fermé la connexion sans répondre.</translation>
    </message>
    <message>
        <source>%1 comes with the program and can&apos;t be removed.</source>
        <translation>%1 est fourni avec le programme et ne peut pas être retiré.</translation>
    </message>
    <message>
        <source>%1 could not answer (%2): %3 was asked instead.</source>
        <translation>%1 n’a pas pu répondre (%2)&#xa0;: %3 a été interrogé à sa place.</translation>
    </message>
    <message>
        <source>%1 declined to answer because %2.</source>
        <translation>%1 a refusé de répondre&#xa0;: %2.</translation>
    </message>
    <message>
        <source>%1 declined to answer.</source>
        <translation>%1 a refusé de répondre.</translation>
    </message>
    <message>
        <source>%1 did not answer in time, so the picture was not loaded.</source>
        <translation>%1 n’a pas répondu à temps&#xa0;: l’image n’a donc pas été chargée.</translation>
    </message>
    <message>
        <source>%1 did not give the picture.</source>
        <translation>%1 n’a pas donné l’image.</translation>
    </message>
    <message>
        <source>%1 did not pass the conversation on to the model %2.</source>
        <translation>%1 n’a pas transmis la conversation au modèle %2.</translation>
    </message>
    <message>
        <source>%1 does not take this thinking effort: left out.</source>
        <translation>%1 n’accepte pas cet effort de réflexion&#xa0;: laissé de côté.</translation>
    </message>
    <message>
        <source>%1 ended the reply without a word.</source>
        <translation>%1 a terminé la réponse sans un mot.</translation>
    </message>
    <message>
        <source>%1 gave an answer that can&apos;t be understood.</source>
        <translation>%1 a donné une réponse incompréhensible.</translation>
    </message>
    <message>
        <source>%1 gave an answer that is not a list of models.</source>
        <translation>%1 a donné une réponse qui n’est pas une liste de modèles.</translation>
    </message>
    <message>
        <source>%1 gave another file than the one it lists: the sizes differ.</source>
        <translation>%1 a donné un autre fichier que celui qu’il annonce&#xa0;: les tailles diffèrent.</translation>
    </message>
    <message>
        <source>%1 gets the text of “%2”, without its pictures and layout.</source>
        <translation>%1 reçoit le texte de «&#xa0;%2&#xa0;», sans ses images ni sa mise en page.</translation>
    </message>
    <message>
        <source>%1 has no model “%2” in GGUF form.</source>
        <translation>%1 n’a pas de modèle «&#xa0;%2&#xa0;» au format GGUF.</translation>
    </message>
    <message>
        <source>%1 has no place for a system prompt: it stands before the first message.</source>
        <translation>%1 n’a pas de place pour une invite système&#xa0;: elle précède le premier message.</translation>
    </message>
    <message>
        <source>%1 has too little free memory for this model, so the processor computes.</source>
        <translation>%1 a trop peu de mémoire libre pour ce modèle&#xa0;: le processeur calcule donc.</translation>
    </message>
    <message>
        <source>%1 holds no model in GGUF form.</source>
        <translation>%1 ne contient aucun modèle au format GGUF.</translation>
    </message>
    <message>
        <source>%1 is not running: nothing answers at %2.</source>
        <translation>%1 n’est pas en marche&#xa0;: rien ne répond à l’adresse %2.</translation>
    </message>
    <message>
        <source>%1 is on this computer already.</source>
        <translation>%1 est déjà sur cet ordinateur.</translation>
    </message>
    <message>
        <source>%1 kept the model&apos;s earlier reasoning from it: it answered from the visible words.</source>
        <translation>%1 lui a caché la réflexion antérieure du modèle&#xa0;: il a répondu d’après les mots visibles.</translation>
    </message>
    <message>
        <source>%1 let %2 go on, because %3 declined to answer.</source>
        <translation>%1 a laissé %2 continuer, parce que %3 a refusé de répondre.</translation>
    </message>
    <message>
        <source>%1 misses something in the model&apos;s earlier replies.</source>
        <translation>Il manque à %1 quelque chose dans les réponses antérieures du modèle.</translation>
    </message>
    <message>
        <source>%1 no longer takes back its own earlier reasoning: it was asked without it.</source>
        <translation>%1 ne reprend plus sa propre réflexion antérieure&#xa0;: il a été interrogé sans elle.</translation>
    </message>
    <message>
        <source>%1 of %2 layers fit into the free memory of %3; the processor computes the rest.</source>
        <translation>%1 couches sur %2 tiennent dans la mémoire libre de %3&#x202f;; le processeur calcule le reste.</translation>
    </message>
    <message>
        <source>%1 of your budget of %2 for %3 is spent this month.</source>
        <translation>%1 de votre budget de %2 pour %3 sont dépensés ce mois-ci.</translation>
    </message>
    <message>
        <source>%1 older messages</source>
        <translation>%1 messages plus anciens</translation>
    </message>
    <message>
        <source>%1 reached the limit of tokens before it wrote a word.</source>
        <translation>%1 a atteint la limite de jetons avant d’écrire un mot.</translation>
    </message>
    <message>
        <source>%1 said nothing for too long.</source>
        <translation>%1 s’est tu trop longtemps.</translation>
    </message>
    <message>
        <source>%1 sends requests round in circles.</source>
        <translation>%1 renvoie les requêtes en rond.</translation>
    </message>
    <message>
        <source>%1 sent an empty reply.</source>
        <translation>%1 a envoyé une réponse vide.</translation>
    </message>
    <message>
        <source>%1 sent far more than an answer can hold, so the rest was not read.</source>
        <translation>%1 a envoyé bien plus qu’une réponse ne peut contenir&#xa0;: le reste n’a pas été lu.</translation>
    </message>
    <message>
        <source>%1 wants the request sent to %2 instead, which was not done.</source>
        <translation>%1 veut que la requête soit envoyée à %2 à la place, ce qui n’a pas été fait.</translation>
    </message>
    <message>
        <source>%1 was not added by you, so it can&apos;t be taken off the list.</source>
        <translation>%1 n’a pas été ajouté par vous et ne peut donc pas être retiré de la liste.</translation>
    </message>
    <message>
        <source>%1 was not asked, because no secure connection to %2 could be made.</source>
        <translation>%1 n’a pas été interrogé, car aucune connexion sûre à %2 n’a pu être établie.</translation>
    </message>
    <message>
        <source>%1 was not downloaded by deskchat, so its file is not deleted.</source>
        <translation>%1 n’a pas été téléchargé par deskchat&#xa0;: son fichier n’est donc pas supprimé.</translation>
    </message>
    <message>
        <source>%1 writes at most %2 tokens: the limit was lowered to that.</source>
        <translation>%1 écrit au plus %2 jetons&#xa0;: la limite a été abaissée à ce nombre.</translation>
    </message>
    <message>
        <source>%1 wrote on without an end, so the reply was ended there.</source>
        <translation>%1 écrivait sans fin&#xa0;: la réponse a donc été arrêtée là.</translation>
    </message>
    <message>
        <source>A content filter of the provider held back the reply of %1.</source>
        <translation>Un filtre de contenu du fournisseur a retenu la réponse de %1.</translation>
    </message>
    <message>
        <source>A conversation is damaged: %1.</source>
        <translation>Une conversation est endommagée&#xa0;: %1.</translation>
    </message>
    <message>
        <source>A conversation is damaged: a number is larger than any can be.</source>
        <translation>Une conversation est endommagée&#xa0;: un nombre dépasse tout ce qui est possible.</translation>
    </message>
    <message>
        <source>A conversation of more than %1 MB was left out.</source>
        <translation>Une conversation de plus de %1 Mo a été laissée de côté.</translation>
    </message>
    <message>
        <source>A conversation without messages was left out.</source>
        <translation>Une conversation sans messages a été laissée de côté.</translation>
    </message>
    <message>
        <source>A key has no spaces and no line breaks inside; what was entered has.</source>
        <translation>Une clé ne contient ni espaces ni sauts de ligne&#x202f;; celle qui a été saisie en contient.</translation>
    </message>
    <message>
        <source>A message takes at most %1 attachments.</source>
        <translation>Un message accepte au plus %1 pièces jointes.</translation>
    </message>
    <message>
        <source>A new conversation (%1).</source>
        <translation>Une nouvelle conversation (%1).</translation>
    </message>
    <message>
        <source>A picture in the conversation can&apos;t be read by the local engine.</source>
        <translation>Une image de la conversation ne peut pas être lue par le moteur local.</translation>
    </message>
    <message>
        <source>A piece of what %1 sent could not be read: words may be missing.</source>
        <translation>Une partie de ce que %1 a envoyé n’a pas pu être lue&#xa0;: il manque peut-être des mots.</translation>
    </message>
    <message>
        <source>A reply is being written with this model.</source>
        <translation>Une réponse est en cours avec ce modèle.</translation>
    </message>
    <message>
        <source>A reply is being written.</source>
        <translation>Une réponse est en cours.</translation>
    </message>
    <message>
        <source>A reply is still being written in this conversation.</source>
        <translation>Une réponse est encore en cours dans cette conversation.</translation>
    </message>
    <message>
        <source>A tag needs a name.</source>
        <translation>Une étiquette a besoin d’un nom.</translation>
    </message>
    <message>
        <source>Accept them on the model&apos;s page, and enter a token of the same account as the key of Hugging Face.</source>
        <translation>Acceptez-les sur la page du modèle, et saisissez un jeton du même compte comme clé de Hugging Face.</translation>
    </message>
    <message>
        <source>Add a GGUF file, or choose a model of a provider.</source>
        <translation>Ajoutez un fichier GGUF, ou choisissez le modèle d’un fournisseur.</translation>
    </message>
    <message>
        <source>Add a GGUF file.</source>
        <translation>Ajoutez un fichier GGUF.</translation>
    </message>
    <message>
        <source>Another deskchat downloads this model just now.</source>
        <translation>Un autre deskchat télécharge ce modèle en ce moment.</translation>
    </message>
    <message>
        <source>Another deskchat window has this history open.</source>
        <translation>Une autre fenêtre de deskchat a cet historique ouvert.</translation>
    </message>
    <message>
        <source>Another program is writing to the history right now, and did not finish in time.</source>
        <translation>Un autre programme écrit dans l’historique en ce moment, et n’a pas terminé à temps.</translation>
    </message>
    <message>
        <source>Another program may have it open; close it and try again.</source>
        <translation>Un autre programme l’a peut-être ouvert&#x202f;; fermez-le et réessayez.</translation>
    </message>
    <message>
        <source>Ask again to get the rest.</source>
        <translation>Demandez de nouveau pour avoir la suite.</translation>
    </message>
    <message>
        <source>Ask again without a limit, or with a higher one: thinking counts too.</source>
        <translation>Demandez de nouveau sans limite, ou avec une limite plus haute&#xa0;: la réflexion compte aussi.</translation>
    </message>
    <message>
        <source>Ask again, or ask another model.</source>
        <translation>Demandez de nouveau, ou interrogez un autre modèle.</translation>
    </message>
    <message>
        <source>Ask again, or let this or another model continue.</source>
        <translation>Demandez de nouveau, ou laissez continuer celui-ci ou un autre modèle.</translation>
    </message>
    <message>
        <source>Ask it to continue.</source>
        <translation>Demandez-lui de continuer.</translation>
    </message>
    <message>
        <source>Attach a smaller file, or a part of it.</source>
        <translation>Joignez un fichier plus petit, ou une partie de celui-ci.</translation>
    </message>
    <message>
        <source>Attach it as PNG or JPEG.</source>
        <translation>Joignez-la en PNG ou en JPEG.</translation>
    </message>
    <message>
        <source>Attach the files in it.</source>
        <translation>Joignez les fichiers qu’il contient.</translation>
    </message>
    <message>
        <source>Before more is sent, you will be asked.</source>
        <translation>Avant tout autre envoi, on vous le demandera.</translation>
    </message>
    <message>
        <source>Change it for this conversation, or in the settings under “Local engine”, or have none.</source>
        <translation>Changez-la pour cette conversation, ou dans les réglages sous «&#xa0;Moteur local&#xa0;», ou n’en ayez aucune.</translation>
    </message>
    <message>
        <source>Change the file&apos;s permissions.</source>
        <translation>Changez les droits du fichier.</translation>
    </message>
    <message>
        <source>Check HF_ENDPOINT, or try later.</source>
        <translation>Vérifiez HF_ENDPOINT, ou réessayez plus tard.</translation>
    </message>
    <message>
        <source>Check that the disk is there and has space left.</source>
        <translation>Vérifiez que le disque est là et qu’il lui reste de la place.</translation>
    </message>
    <message>
        <source>Check the address in the settings, and whether this network asks you to log in first.</source>
        <translation>Vérifiez l’adresse dans les réglages, et si ce réseau vous demande d’abord de vous connecter.</translation>
    </message>
    <message>
        <source>Check the address of the server in the settings.</source>
        <translation>Vérifiez l’adresse du serveur dans les réglages.</translation>
    </message>
    <message>
        <source>Check the address of the server in the settings; it usually ends in /v1.</source>
        <translation>Vérifiez l’adresse du serveur dans les réglages&#x202f;; elle finit d’habitude par /v1.</translation>
    </message>
    <message>
        <source>Check the address, and the date of this computer; a server of your own needs a valid certificate, or its certificate authority named in the settings.</source>
        <translation>Vérifiez l’adresse, et la date de cet ordinateur&#x202f;; un serveur à vous a besoin d’un certificat valide, ou de son autorité de certification indiquée dans les réglages.</translation>
    </message>
    <message>
        <source>Check the folder and the disk, then go on.</source>
        <translation>Vérifiez le dossier et le disque, puis continuez.</translation>
    </message>
    <message>
        <source>Check the folder and the space on the disk.</source>
        <translation>Vérifiez le dossier et la place sur le disque.</translation>
    </message>
    <message>
        <source>Check the name; for a private model, enter a token as the key of Hugging Face.</source>
        <translation>Vérifiez le nom&#x202f;; pour un modèle privé, saisissez un jeton comme clé de Hugging Face.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Vérifiez le chemin.</translation>
    </message>
    <message>
        <source>Check the proxy in the settings or of this system, and its name and password.</source>
        <translation>Vérifiez le mandataire dans les réglages ou ceux de ce système, ainsi que son nom et son mot de passe.</translation>
    </message>
    <message>
        <source>Choose HTML, and print it from your browser.</source>
        <translation>Choisissez HTML, et imprimez-le depuis votre navigateur.</translation>
    </message>
    <message>
        <source>Choose a chat model.</source>
        <translation>Choisissez un modèle de conversation.</translation>
    </message>
    <message>
        <source>Choose a file with certificates in PEM form in the settings (Network), or none.</source>
        <translation>Choisissez un fichier de certificats au format PEM dans les réglages (Réseau), ou aucun.</translation>
    </message>
    <message>
        <source>Choose a model that is made for embeddings.</source>
        <translation>Choisissez un modèle fait pour les plongements.</translation>
    </message>
    <message>
        <source>Choose a model that runs in deskchat itself, or turn offline mode off.</source>
        <translation>Choisissez un modèle qui fonctionne dans deskchat lui-même, ou quittez le mode hors ligne.</translation>
    </message>
    <message>
        <source>Choose a model whose name ends in “.gguf”.</source>
        <translation>Choisissez un modèle dont le nom finit par «&#xa0;.gguf&#xa0;».</translation>
    </message>
    <message>
        <source>Choose a model with a longer context, or start a new chat.</source>
        <translation>Choisissez un modèle au contexte plus long, ou commencez une nouvelle conversation.</translation>
    </message>
    <message>
        <source>Choose a smaller model, or close other programs.</source>
        <translation>Choisissez un modèle plus petit, ou fermez d’autres programmes.</translation>
    </message>
    <message>
        <source>Choose another file, or download it again.</source>
        <translation>Choisissez un autre fichier, ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>Choose another file, or set HF_ENDPOINT to a server that says it.</source>
        <translation>Choisissez un autre fichier, ou indiquez dans HF_ENDPOINT un serveur qui le dit.</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>Choose another model, or a newer version of deskchat.</source>
        <translation>Choisissez un autre modèle, ou une version plus récente de deskchat.</translation>
    </message>
    <message>
        <source>Choose another model, or change the message.</source>
        <translation>Choisissez un autre modèle, ou changez le message.</translation>
    </message>
    <message>
        <source>Choose another model, or check the address.</source>
        <translation>Choisissez un autre modèle, ou vérifiez l’adresse.</translation>
    </message>
    <message>
        <source>Choose another model, or look at your account.</source>
        <translation>Choisissez un autre modèle, ou consultez votre compte.</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Choisissez un autre nom.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Choisissez un autre endroit.</translation>
    </message>
    <message>
        <source>Choose at least one.</source>
        <translation>Choisissez-en au moins un.</translation>
    </message>
    <message>
        <source>Choose it from the list of models.</source>
        <translation>Choisissez-le dans la liste des modèles.</translation>
    </message>
    <message>
        <source>Choose one that can.</source>
        <translation>Choisissez-en un qui le peut.</translation>
    </message>
    <message>
        <source>Choose the model&apos;s main file.</source>
        <translation>Choisissez le fichier principal du modèle.</translation>
    </message>
    <message>
        <source>Choose the part whose name has “00001-of”.</source>
        <translation>Choisissez la partie dont le nom contient «&#xa0;00001-of&#xa0;».</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model.</source>
        <translation>Fermez d’autres programmes, ou choisissez un modèle plus petit.</translation>
    </message>
    <message>
        <source>Close other programs, set a shorter context, or choose a smaller model.</source>
        <translation>Fermez d’autres programmes, réglez un contexte plus court, ou choisissez un modèle plus petit.</translation>
    </message>
    <message>
        <source>Conversations: %1.</source>
        <translation>Conversations&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Copy the key again and enter it in the settings.</source>
        <translation>Copiez de nouveau la clé et saisissez-la dans les réglages.</translation>
    </message>
    <message>
        <source>Copy the key again from the provider&apos;s page.</source>
        <translation>Copiez de nouveau la clé depuis la page du fournisseur.</translation>
    </message>
    <message>
        <source>Correct it in the settings (Network), or in the settings of this system, or set it to none.</source>
        <translation>Corrigez-le dans les réglages (Réseau) ou dans ceux de ce système, ou choisissez de n’en avoir aucun.</translation>
    </message>
    <message>
        <source>Correct it in the settings; it begins with http:// or https://.</source>
        <translation>Corrigez-la dans les réglages&#x202f;; elle commence par http:// ou https://.</translation>
    </message>
    <message>
        <source>Correct it; until then it is left out.</source>
        <translation>Corrigez-le&#x202f;; d’ici là, il est laissé de côté.</translation>
    </message>
    <message>
        <source>Correct it; until then only the built-in providers are used.</source>
        <translation>Corrigez-le&#x202f;; d’ici là, seuls les fournisseurs intégrés sont utilisés.</translation>
    </message>
    <message>
        <source>Correct the file or its permissions, then try again.</source>
        <translation>Corrigez le fichier ou ses droits, puis réessayez.</translation>
    </message>
    <message>
        <source>Could not be reached at %1.</source>
        <translation>Injoignable à l’adresse %1.</translation>
    </message>
    <message>
        <source>Delete its file to be rid of it.</source>
        <translation>Supprimez son fichier pour vous en défaire.</translation>
    </message>
    <message>
        <source>Delete its key, and it will not be asked.</source>
        <translation>Supprimez sa clé, et il ne sera pas interrogé.</translation>
    </message>
    <message>
        <source>Download all parts into one folder.</source>
        <translation>Téléchargez toutes les parties dans un même dossier.</translation>
    </message>
    <message>
        <source>Download it again, or choose another file.</source>
        <translation>Téléchargez-le de nouveau, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>Download it again, or take the pictures out of the conversation.</source>
        <translation>Téléchargez-le de nouveau, ou retirez les images de la conversation.</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>Téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>Enter a key for %1 to use its models.</source>
        <translation>Saisissez une clé pour %1 afin d’utiliser ses modèles.</translation>
    </message>
    <message>
        <source>Enter it in the settings (Network), or choose another proxy there.</source>
        <translation>Saisissez-le dans les réglages (Réseau), ou choisissez-y un autre proxy.</translation>
    </message>
    <message>
        <source>Enter it in the settings, or choose another model.</source>
        <translation>Saisissez-la dans les réglages, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Enter the key again in the settings.</source>
        <translation>Saisissez de nouveau la clé dans les réglages.</translation>
    </message>
    <message>
        <source>Enter the key for %1 in the settings.</source>
        <translation>Saisissez la clé de %1 dans les réglages.</translation>
    </message>
    <message>
        <source>Export fewer conversations, or choose HTML.</source>
        <translation>Exportez moins de conversations, ou choisissez HTML.</translation>
    </message>
    <message>
        <source>Export fewer, or choose HTML.</source>
        <translation>Exportez-en moins, ou choisissez HTML.</translation>
    </message>
    <message>
        <source>Fetch the real file with “git lfs pull”, or download it from the model&apos;s page.</source>
        <translation>Récupérez le vrai fichier avec «&#xa0;git lfs pull&#xa0;», ou téléchargez-le depuis la page du modèle.</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Libérez de la place, puis réessayez.</translation>
    </message>
    <message>
        <source>Get a newer file.</source>
        <translation>Procurez-vous un fichier plus récent.</translation>
    </message>
    <message>
        <source>Get it with “ollama pull %1”, or choose another model.</source>
        <translation>Obtenez-le avec «&#xa0;ollama pull %1&#xa0;», ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Get the model from another source.</source>
        <translation>Procurez-vous le modèle ailleurs.</translation>
    </message>
    <message>
        <source>Get the usual file.</source>
        <translation>Procurez-vous le fichier habituel.</translation>
    </message>
    <message>
        <source>Give it its old name.</source>
        <translation>Rendez-lui son ancien nom.</translation>
    </message>
    <message>
        <source>Give it one.</source>
        <translation>Donnez-lui-en un.</translation>
    </message>
    <message>
        <source>Give more of its id.</source>
        <translation>Donnez davantage de son identifiant.</translation>
    </message>
    <message>
        <source>Give yourself the right to write there, or choose another folder with --home.</source>
        <translation>Donnez-vous le droit d’y écrire, ou choisissez un autre dossier avec --home.</translation>
    </message>
    <message>
        <source>Give yourself the right to write there.</source>
        <translation>Donnez-vous le droit d’y écrire.</translation>
    </message>
    <message>
        <source>Go on exactly where your last reply stopped, without repeating anything of it.</source>
        <translation>Reprends exactement où ta dernière réponse s’est arrêtée, sans rien en répéter.</translation>
    </message>
    <message>
        <source>HF_ENDPOINT is not the address of a server.</source>
        <translation>HF_ENDPOINT n’est pas l’adresse d’un serveur.</translation>
    </message>
    <message>
        <source>If it asks for a password, enter it, then try again.</source>
        <translation>S’il demande un mot de passe, saisissez-le, puis réessayez.</translation>
    </message>
    <message>
        <source>If the new address is right, enter it in the settings.</source>
        <translation>Si la nouvelle adresse est la bonne, saisissez-la dans les réglages.</translation>
    </message>
    <message>
        <source>Install deskchat again, or use a model on a server.</source>
        <translation>Réinstallez deskchat, ou utilisez un modèle sur un serveur.</translation>
    </message>
    <message>
        <source>Install it into “%1” first.</source>
        <translation>Installez-le d’abord dans «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>It begins with http:// or https:// and usually ends in /v1.</source>
        <translation>Elle commence par http:// ou https:// et finit d’habitude par /v1.</translation>
    </message>
    <message>
        <source>It begins with http:// or https://, such as http://proxy.example:3128.</source>
        <translation>Elle commence par http:// ou https://, comme http://proxy.example:3128.</translation>
    </message>
    <message>
        <source>It can&apos;t be read: %1.</source>
        <translation>Illisible&#xa0;: %1.</translation>
    </message>
    <message>
        <source>It ends in the middle: the file is incomplete.</source>
        <translation>Il s’arrête au milieu&#xa0;: le fichier est incomplet.</translation>
    </message>
    <message>
        <source>It is far too long to be one.</source>
        <translation>Il est beaucoup trop long pour en être un.</translation>
    </message>
    <message>
        <source>It is longer than %1 GB; the rest was not read.</source>
        <translation>Il dépasse %1 Go&#x202f;; le reste n’a pas été lu.</translation>
    </message>
    <message>
        <source>It is longer than %1 MB, which is more than can be read at once.</source>
        <translation>Il dépasse %1 Mo, plus que ce qui peut être lu d’un coup.</translation>
    </message>
    <message>
        <source>It is moved there at a start when it can.</source>
        <translation>Il y sera déplacé à un démarrage où ce sera possible.</translation>
    </message>
    <message>
        <source>It is nested too deeply.</source>
        <translation>Les imbrications sont trop profondes.</translation>
    </message>
    <message>
        <source>It is no file.</source>
        <translation>Ce n’est pas un fichier.</translation>
    </message>
    <message>
        <source>It is no valid JSON.</source>
        <translation>Ce n’est pas du JSON valide.</translation>
    </message>
    <message>
        <source>It is not known whether %1 can see images.</source>
        <translation>On ne sait pas si %1 voit les images.</translation>
    </message>
    <message>
        <source>It is of no kind that deskchat knows.</source>
        <translation>Il n’est d’aucun type que deskchat connaisse.</translation>
    </message>
    <message>
        <source>It is packed so tightly that it can only be meant to fill the memory.</source>
        <translation>Il est compressé au point de ne pouvoir servir qu’à remplir la mémoire.</translation>
    </message>
    <message>
        <source>It lies in %1.</source>
        <translation>Il se trouve dans %1.</translation>
    </message>
    <message>
        <source>It lies in %1: delete it there, or with the program it belongs to.</source>
        <translation>Il se trouve dans %1&#xa0;: supprimez-le là, ou avec le programme auquel il appartient.</translation>
    </message>
    <message>
        <source>It looks like OWNER/NAME.</source>
        <translation>Il ressemble à AUTEUR/NOM.</translation>
    </message>
    <message>
        <source>It makes vectors of texts and can&apos;t be talked to.</source>
        <translation>Il fait des vecteurs de textes&#x202f;; on ne peut pas lui parler.</translation>
    </message>
    <message>
        <source>It may only be read here: nothing you write now can be stored.</source>
        <translation>Il ne peut être que lu ici&#xa0;: rien de ce que vous écrivez maintenant ne peut être enregistré.</translation>
    </message>
    <message>
        <source>It needs about %1, and this computer has %2 for it.</source>
        <translation>Il lui faut environ %1, et cet ordinateur a %2 pour lui.</translation>
    </message>
    <message>
        <source>It says: “%1”.</source>
        <translation>Il dit&#xa0;: «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>It suggests asking %1.</source>
        <translation>Il suggère de demander à %1.</translation>
    </message>
    <message>
        <source>It was kept as “%1” beside the new one: nothing was deleted.</source>
        <translation>Il a été conservé sous le nom «&#xa0;%1&#xa0;» à côté du nouveau&#xa0;: rien n’a été supprimé.</translation>
    </message>
    <message>
        <source>It was left untouched.</source>
        <translation>Il n’a pas été touché.</translation>
    </message>
    <message>
        <source>It was not taken.</source>
        <translation>Elle n’a pas été prise.</translation>
    </message>
    <message>
        <source>It was written by a newer deskchat.</source>
        <translation>Il a été écrit par une version plus récente de deskchat.</translation>
    </message>
    <message>
        <source>It would take the message and the key along.</source>
        <translation>Il emporterait le message et la clé.</translation>
    </message>
    <message>
        <source>Its beginning is damaged.</source>
        <translation>Son début est endommagé.</translation>
    </message>
    <message>
        <source>Its text could be read up to page %1 of %2.</source>
        <translation>Son texte a pu être lu jusqu’à la page %1 sur %2.</translation>
    </message>
    <message>
        <source>Its thinking took all the room: ask again with less effort, or ask another model.</source>
        <translation>Sa réflexion a pris toute la place&#xa0;: demandez de nouveau avec moins d’effort, ou interrogez un autre modèle.</translation>
    </message>
    <message>
        <source>Keep it for this session only, or name the proxy in the environment variable HTTPS_PROXY before you start deskchat, and write “system” here.</source>
        <translation>Ne le gardez que pour cette session, ou indiquez le proxy dans la variable d’environnement HTTPS_PROXY avant de démarrer deskchat, et écrivez «&#xa0;system&#xa0;» ici.</translation>
    </message>
    <message>
        <source>Keep models on another one, then go on.</source>
        <translation>Gardez les modèles sur un autre, puis continuez.</translation>
    </message>
    <message>
        <source>Known are: %1.</source>
        <translation>Sont connus&#xa0;: %1.</translation>
    </message>
    <message>
        <source>List its files again.</source>
        <translation>Listez de nouveau ses fichiers.</translation>
    </message>
    <message>
        <source>Make a copy of it before you go on.</source>
        <translation>Faites-en une copie avant de continuer.</translation>
    </message>
    <message>
        <source>Make room, then go on; what is here is kept.</source>
        <translation>Faites de la place, puis continuez&#x202f;; ce qui est là est conservé.</translation>
    </message>
    <message>
        <source>It was kept as “%1”, and the defaults are used.</source>
        <translation>Il a été conservé sous le nom «&#xa0;%1&#xa0;», et les valeurs par défaut sont utilisées.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> et </translation>
    </message>
    <message>
        <source>%1 already here</source>
        <translation>%1 déjà présentes</translation>
    </message>
    <message>
        <source>%1 asks for fewer requests.</source>
        <translation>%1 demande moins de requêtes.</translation>
    </message>
    <message>
        <source>%1 asks for fewer requests: “%2”.</source>
        <translation>%1 demande moins de requêtes&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 can&apos;t answer at the moment.</source>
        <translation>%1 ne peut pas répondre pour le moment.</translation>
    </message>
    <message>
        <source>%1 can&apos;t answer at the moment: “%2”.</source>
        <translation>%1 ne peut pas répondre pour le moment&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 did not accept the key.</source>
        <translation>%1 n’a pas accepté la clé.</translation>
    </message>
    <message>
        <source>%1 did not accept the key: “%2”.</source>
        <translation>%1 n’a pas accepté la clé&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 does not allow this.</source>
        <translation>%1 ne permet pas cela.</translation>
    </message>
    <message>
        <source>%1 does not allow this: “%2”.</source>
        <translation>%1 ne permet pas cela&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 does not know this model or address.</source>
        <translation>%1 ne connaît pas ce modèle ou cette adresse.</translation>
    </message>
    <message>
        <source>%1 does not know this model or address: “%2”.</source>
        <translation>%1 ne connaît pas ce modèle ou cette adresse&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 does not take %2 while it thinks: left out.</source>
        <translation>%1 n’accepte pas %2 pendant sa réflexion&#xa0;: laissé de côté.</translation>
    </message>
    <message>
        <source>%1 does not take %2: left out.</source>
        <translation>%1 n’accepte pas %2&#xa0;: laissé de côté.</translation>
    </message>
    <message>
        <source>%1 ended the reply because Model Armor stepped in.</source>
        <translation>%1 a terminé la réponse parce que Model Armor est intervenu.</translation>
    </message>
    <message>
        <source>%1 ended the reply because a word in it is on a list of blocked words.</source>
        <translation>%1 a terminé la réponse parce que l’un de ses mots est sur une liste de mots bloqués.</translation>
    </message>
    <message>
        <source>%1 ended the reply because it came too close to a text by someone else.</source>
        <translation>%1 a terminé la réponse parce qu’elle était trop proche d’un texte d’autrui.</translation>
    </message>
    <message>
        <source>%1 ended the reply because it does not support the language.</source>
        <translation>%1 a terminé la réponse parce qu’il ne prend pas en charge cette langue.</translation>
    </message>
    <message>
        <source>%1 ended the reply because it may hold sensitive personal data.</source>
        <translation>%1 a terminé la réponse parce qu’elle contient peut-être des données personnelles sensibles.</translation>
    </message>
    <message>
        <source>%1 ended the reply because its content may be prohibited.</source>
        <translation>%1 a terminé la réponse parce que son contenu est peut-être interdit.</translation>
    </message>
    <message>
        <source>%1 ended the reply because its safety filter stepped in.</source>
        <translation>%1 a terminé la réponse parce que son filtre de sécurité est intervenu.</translation>
    </message>
    <message>
        <source>%1 ended the reply because one of its rules stepped in.</source>
        <translation>%1 a terminé la réponse parce que l’une de ses règles s’est appliquée.</translation>
    </message>
    <message>
        <source>%1 ended the reply because the model called a tool that there is not.</source>
        <translation>%1 a terminé la réponse parce que le modèle a appelé un outil qui n’existe pas.</translation>
    </message>
    <message>
        <source>%1 ended the reply because the model called too many tools.</source>
        <translation>%1 a terminé la réponse parce que le modèle a appelé trop d’outils.</translation>
    </message>
    <message>
        <source>%1 ended the reply because the model made a tool call that can&apos;t be read.</source>
        <translation>%1 a terminé la réponse parce que le modèle a fait un appel d’outil illisible.</translation>
    </message>
    <message>
        <source>%1 ended the reply because the model wrote something that can&apos;t be read.</source>
        <translation>%1 a terminé la réponse parce que le modèle a écrit quelque chose d’illisible.</translation>
    </message>
    <message>
        <source>%1 ended the reply for a reason of its own (%2).</source>
        <translation>%1 a terminé la réponse pour une raison qui lui est propre (%2).</translation>
    </message>
    <message>
        <source>%1 gave an answer that is not a chat reply.</source>
        <translation>%1 a donné une réponse qui n’est pas celle d’une conversation.</translation>
    </message>
    <message>
        <source>%1 gave an answer that is not a chat reply: “%2”.</source>
        <translation>%1 a donné une réponse qui n’est pas celle d’une conversation&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 held back a picture because it came too close to one by someone else.</source>
        <translation>%1 a retenu une image parce qu’elle était trop proche de celle d’autrui.</translation>
    </message>
    <message>
        <source>%1 held back a picture because it may be prohibited.</source>
        <translation>%1 a retenu une image parce qu’elle est peut-être interdite.</translation>
    </message>
    <message>
        <source>%1 held back a picture because its safety filter stepped in.</source>
        <translation>%1 a retenu une image parce que son filtre de sécurité est intervenu.</translation>
    </message>
    <message>
        <source>%1 limits this account for breaking its rules of use.</source>
        <translation>%1 restreint ce compte pour infraction à ses règles d’utilisation.</translation>
    </message>
    <message>
        <source>%1 new ones</source>
        <translation>%1 nouvelles</translation>
    </message>
    <message>
        <source>%1 refused the request.</source>
        <translation>%1 a refusé la requête.</translation>
    </message>
    <message>
        <source>%1 refused the request: “%2”.</source>
        <translation>%1 a refusé la requête&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 took too long.</source>
        <translation>%1 a mis trop de temps.</translation>
    </message>
    <message>
        <source>%1 took too long: “%2”.</source>
        <translation>%1 a mis trop de temps&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>%1 was passed over: %2</source>
        <translation>%1 a été passé&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 with new messages</source>
        <translation>%1 avec de nouveaux messages</translation>
    </message>
    <message>
        <source>%1 writes no more than this at once.</source>
        <translation>%1 n’écrit pas plus en une fois.</translation>
    </message>
    <message>
        <source>Check the connection and the address, or choose a local model.</source>
        <translation>Vérifiez la connexion et l’adresse, ou choisissez un modèle local.</translation>
    </message>
    <message>
        <source>Check the connection, the proxy and the address, or choose a local model.</source>
        <translation>Vérifiez la connexion, le mandataire et l’adresse, ou choisissez un modèle local.</translation>
    </message>
    <message>
        <source>Correct the file.</source>
        <translation>Corrigez le fichier.</translation>
    </message>
    <message>
        <source>Messages imported: %1.</source>
        <translation>Messages importés&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Messages that follow each other in a circle, or none, now begin a branch.</source>
        <translation>Des messages qui se suivent en rond, ou qui n’en suivent aucun, commencent maintenant une branche.</translation>
    </message>
    <message>
        <source>Messages that follow none of the others now begin a branch.</source>
        <translation>Des messages qui ne suivent aucun des autres commencent maintenant une branche.</translation>
    </message>
    <message>
        <source>Messages with the name of another one were left out.</source>
        <translation>Des messages portant le nom d’un autre ont été laissés de côté.</translation>
    </message>
    <message>
        <source>Messages without a name of their own were left out.</source>
        <translation>Des messages sans nom propre ont été laissés de côté.</translation>
    </message>
    <message>
        <source>Models get the first picture of “%1”; it moves, and they would not see that.</source>
        <translation>Les modèles reçoivent la première image de «&#xa0;%1&#xa0;»&#x202f;; elle est animée, et ils ne le verraient pas.</translation>
    </message>
    <message>
        <source>Models get the text of “%1”, without its pictures and layout.</source>
        <translation>Les modèles reçoivent le texte de «&#xa0;%1&#xa0;», sans ses images ni sa mise en page.</translation>
    </message>
    <message>
        <source>Models that take PDF files get it as it is; others get only its name.</source>
        <translation>Les modèles qui acceptent les fichiers PDF le reçoivent tel quel&#x202f;; les autres n’en reçoivent que le nom.</translation>
    </message>
    <message>
        <source>Move or delete it, then go on.</source>
        <translation>Déplacez-le ou supprimez-le, puis continuez.</translation>
    </message>
    <message>
        <source>Never open it by both at once: that can damage it.</source>
        <translation>Ne l’ouvrez jamais par les deux à la fois&#xa0;: cela peut l’endommager.</translation>
    </message>
    <message>
        <source>No conversation was imported.</source>
        <translation>Aucune conversation n’a été importée.</translation>
    </message>
    <message>
        <source>No model is chosen.</source>
        <translation>Aucun modèle n’est choisi.</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Aucun modèle n’est chargé.</translation>
    </message>
    <message>
        <source>No server of models answers at %1.</source>
        <translation>Aucun serveur de modèles ne répond à l’adresse %1.</translation>
    </message>
    <message>
        <source>No text was found in “%1”: it is probably scanned.</source>
        <translation>Aucun texte n’a été trouvé dans «&#xa0;%1&#xa0;»&#xa0;: il est sans doute numérisé.</translation>
    </message>
    <message>
        <source>Not asked for its models yet.</source>
        <translation>On ne lui a pas encore demandé ses modèles.</translation>
    </message>
    <message>
        <source>Not running.</source>
        <translation>Pas en marche.</translation>
    </message>
    <message>
        <source>Nothing could be recovered from it.</source>
        <translation>Rien n’a pu en être récupéré.</translation>
    </message>
    <message>
        <source>Nothing of it was kept.</source>
        <translation>Rien n’en a été conservé.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Rien n’a été changé.</translation>
    </message>
    <message>
        <source>Offline mode is on, so %1 was not asked.</source>
        <translation>Le mode hors ligne est actif&#xa0;: %1 n’a donc pas été interrogé.</translation>
    </message>
    <message>
        <source>Offline mode is on.</source>
        <translation>Le mode hors ligne est actif.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Sur cet ordinateur</translation>
    </message>
    <message>
        <source>Only models that take PDF files can read it.</source>
        <translation>Seuls les modèles qui acceptent les fichiers PDF peuvent le lire.</translation>
    </message>
    <message>
        <source>Only the beginning of “%1” could be read, without its pictures and layout.</source>
        <translation>Seul le début de «&#xa0;%1&#xa0;» a pu être lu, sans ses images ni sa mise en page.</translation>
    </message>
    <message>
        <source>Only the first %1 files of the archive were read.</source>
        <translation>Seuls les %1 premiers fichiers de l’archive ont été lus.</translation>
    </message>
    <message>
        <source>Open the address in a browser if you trust it.</source>
        <translation>Ouvrez l’adresse dans un navigateur si vous lui faites confiance.</translation>
    </message>
    <message>
        <source>Open the conversation again.</source>
        <translation>Ouvrez de nouveau la conversation.</translation>
    </message>
    <message>
        <source>Open the new image and drag deskchat over the old one.</source>
        <translation>Ouvrez la nouvelle image et faites glisser deskchat sur l’ancien.</translation>
    </message>
    <message>
        <source>Open them on one computer at a time, and let the copying end before: half a copy can not be read.</source>
        <translation>Ouvrez-les sur un seul ordinateur à la fois, et laissez d’abord la copie se terminer&#xa0;: une moitié de copie ne peut pas être lue.</translation>
    </message>
    <message>
        <source>Open them on one computer at a time.</source>
        <translation>Ouvrez-les sur un seul ordinateur à la fois.</translation>
    </message>
    <message>
        <source>Or write “system” or “none”.</source>
        <translation>Ou écrivez «&#xa0;system&#xa0;» ou «&#xa0;none&#xa0;».</translation>
    </message>
    <message>
        <source>Pictures or files that are not in the export are named where they were.</source>
        <translation>Les images ou fichiers absents de l’exportation sont nommés là où ils étaient.</translation>
    </message>
    <message>
        <source>Pictures, PDF and office documents and text files can be attached.</source>
        <translation>On peut joindre des images, des PDF, des documents bureautiques et des fichiers texte.</translation>
    </message>
    <message>
        <source>Please report it if it happens again.</source>
        <translation>Merci de le signaler si cela se reproduit.</translation>
    </message>
    <message>
        <source>Put it back to “%1”, or copy what you still need and start deskchat again.</source>
        <translation>Remettez-le dans «&#xa0;%1&#xa0;», ou copiez ce dont vous avez encore besoin et redémarrez deskchat.</translation>
    </message>
    <message>
        <source>Put it back, or choose another file.</source>
        <translation>Remettez-le, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>Put it back, or choose another model.</source>
        <translation>Remettez-le, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Put it back, then try again.</source>
        <translation>Remettez-le, puis réessayez.</translation>
    </message>
    <message>
        <source>Put the new AppImage in the place of this one.</source>
        <translation>Mettez la nouvelle AppImage à la place de celle-ci.</translation>
    </message>
    <message>
        <source>Put the question in other words, or ask another model.</source>
        <translation>Posez la question autrement, ou interrogez un autre modèle.</translation>
    </message>
    <message>
        <source>Raise the budget in the settings, choose another model, or on the command line use --over-budget.</source>
        <translation>Augmentez le budget dans les réglages, choisissez un autre modèle ou, en ligne de commande, utilisez --over-budget.</translation>
    </message>
    <message>
        <source>Recovered from it: %1 conversations with %2 messages.</source>
        <translation>Récupérées&#xa0;: %1 conversations avec %2 messages.</translation>
    </message>
    <message>
        <source>Recovered from it: one conversation with %1 messages.</source>
        <translation>Récupérée&#xa0;: une conversation avec %1 messages.</translation>
    </message>
    <message>
        <source>Recovered from it: one conversation with one message.</source>
        <translation>Récupérée&#xa0;: une conversation avec un message.</translation>
    </message>
    <message>
        <source>Resume fetches it anew; if that ends the same, tell the makers, or choose another file.</source>
        <translation>Reprendre le télécharge de nouveau&#x202f;; si cela finit pareil, dites-le aux auteurs, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>Run the new installer; your conversations stay.</source>
        <translation>Lancez le nouveau programme d’installation&#x202f;; vos conversations restent.</translation>
    </message>
    <message>
        <source>Safe mode: plugins, local models and your look are off until deskchat is started without --safe.</source>
        <translation>Mode sans échec&#xa0;: extensions, modèles locaux et votre apparence sont désactivés jusqu’à ce que deskchat soit démarré sans --safe.</translation>
    </message>
    <message>
        <source>Save it as PDF and attach that.</source>
        <translation>Enregistrez-le en PDF et joignez celui-ci.</translation>
    </message>
    <message>
        <source>Save it as PDF or in a newer format and attach that.</source>
        <translation>Enregistrez-le en PDF ou dans un format plus récent et joignez celui-ci.</translation>
    </message>
    <message>
        <source>Save it as PNG or JPEG and attach that.</source>
        <translation>Enregistrez-la en PNG ou en JPEG et joignez celle-ci.</translation>
    </message>
    <message>
        <source>Save it without one and attach that.</source>
        <translation>Enregistrez-le sans mot de passe et joignez celui-ci.</translation>
    </message>
    <message>
        <source>Search for a repository whose name ends in GGUF.</source>
        <translation>Cherchez un dépôt dont le nom finit par GGUF.</translation>
    </message>
    <message>
        <source>Sees %1 (%2).</source>
        <translation>Voit %1 (%2).</translation>
    </message>
    <message>
        <source>Sees %1 of %2 messages (%3).</source>
        <translation>Voit %1 messages sur %2 (%3).</translation>
    </message>
    <message>
        <source>Send some of them with another message.</source>
        <translation>Envoyez-en quelques-unes avec un autre message.</translation>
    </message>
    <message>
        <source>Set a lower one, or remove another first.</source>
        <translation>Fixez-en un plus bas, ou retirez-en d’abord un autre.</translation>
    </message>
    <message>
        <source>Set it to one that begins with https://, or to nothing.</source>
        <translation>Indiquez-en une qui commence par https://, ou rien.</translation>
    </message>
    <message>
        <source>Setting the PDF took too long.</source>
        <translation>La mise en page du PDF a pris trop de temps.</translation>
    </message>
    <message>
        <source>Shorten it or its attachments, or choose a model with a longer context.</source>
        <translation>Raccourcissez-le ou ses pièces jointes, ou choisissez un modèle au contexte plus long.</translation>
    </message>
    <message>
        <source>Shorten it, start a new conversation, or choose a model with a longer context.</source>
        <translation>Raccourcissez-le, commencez une nouvelle conversation, ou choisissez un modèle au contexte plus long.</translation>
    </message>
    <message>
        <source>Something in it is no conversation that deskchat knows.</source>
        <translation>Quelque chose là-dedans n’est pas une conversation que deskchat connaisse.</translation>
    </message>
    <message>
        <source>Something went wrong inside deskchat while the reply was written.</source>
        <translation>Quelque chose s’est mal passé dans deskchat pendant l’écriture de la réponse.</translation>
    </message>
    <message>
        <source>Something went wrong inside deskchat.</source>
        <translation>Quelque chose s’est mal passé dans deskchat.</translation>
    </message>
    <message>
        <source>Something went wrong, and the program went on.</source>
        <translation>Quelque chose s’est mal passé, et le programme a continué.</translation>
    </message>
    <message>
        <source>Start a new conversation with this model, or choose another model.</source>
        <translation>Commencez une nouvelle conversation avec ce modèle, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Start it, check its address in the settings, or choose another model.</source>
        <translation>Démarrez-le, vérifiez son adresse dans les réglages, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Start it, let it listen beyond its own computer, and name the port if it is not a usual one.</source>
        <translation>Démarrez-le, laissez-le écouter au-delà de son propre ordinateur, et indiquez le port s’il n’est pas habituel.</translation>
    </message>
    <message>
        <source>Start the newer version to go on.</source>
        <translation>Démarrez la version plus récente pour continuer.</translation>
    </message>
    <message>
        <source>Start the newer version, or choose another folder with --home.</source>
        <translation>Démarrez la version plus récente, ou choisissez un autre dossier avec --home.</translation>
    </message>
    <message>
        <source>Take large pictures out, or start a new conversation.</source>
        <translation>Retirez les grandes images, ou commencez une nouvelle conversation.</translation>
    </message>
    <message>
        <source>Take the pictures out, or choose another model.</source>
        <translation>Retirez les images, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Tell the makers of the plugin, or take it away in the settings.</source>
        <translation>Dites-le aux auteurs de l’extension, ou retirez-la dans les réglages.</translation>
    </message>
    <message>
        <source>The Hub does not say what this file&apos;s SHA-256 is, so it could not be checked and was not downloaded.</source>
        <translation>Le Hub ne dit pas quel est le SHA-256 de ce fichier&#xa0;: il n’a donc pas pu être vérifié et n’a pas été téléchargé.</translation>
    </message>
    <message>
        <source>The Hub has no such model, or it is private, or the token was not accepted.</source>
        <translation>Le Hub n’a pas ce modèle, ou il est privé, ou le jeton n’a pas été accepté.</translation>
    </message>
    <message>
        <source>The Hub&apos;s storage no longer accepted the address that the Hub had given.</source>
        <translation>Le stockage du Hub n’acceptait plus l’adresse que le Hub avait donnée.</translation>
    </message>
    <message>
        <source>The Hugging Face Hub</source>
        <translation>Le Hub de Hugging Face</translation>
    </message>
    <message>
        <source>The PDF could not be made.</source>
        <translation>Le PDF n’a pas pu être fait.</translation>
    </message>
    <message>
        <source>The adapter “%1” was not made for this model, so it is not used.</source>
        <translation>L’adaptateur «&#xa0;%1&#xa0;» n’a pas été fait pour ce modèle, et n’est donc pas utilisé.</translation>
    </message>
    <message>
        <source>The address of %1 changed; enter its key again.</source>
        <translation>L’adresse de %1 a changé&#x202f;; saisissez de nouveau sa clé.</translation>
    </message>
    <message>
        <source>The address of %1 is not one of a server.</source>
        <translation>L’adresse de %1 n’est pas celle d’un serveur.</translation>
    </message>
    <message>
        <source>The address of the proxy changed; enter its password again.</source>
        <translation>L’adresse du proxy a changé&#x202f;; saisissez de nouveau son mot de passe.</translation>
    </message>
    <message>
        <source>The archive is damaged.</source>
        <translation>L’archive est endommagée.</translation>
    </message>
    <message>
        <source>The archive is encrypted, or packed in a way that deskchat does not know.</source>
        <translation>L’archive est chiffrée, ou compressée d’une façon que deskchat ne connaît pas.</translation>
    </message>
    <message>
        <source>The archive lists more files than an export has.</source>
        <translation>L’archive contient plus de fichiers qu’une exportation n’en a.</translation>
    </message>
    <message>
        <source>The attachments would be over %1 MB together, which is more than providers take.</source>
        <translation>Les pièces jointes dépasseraient ensemble %1 Mo, plus que ce qu’acceptent les fournisseurs.</translation>
    </message>
    <message>
        <source>The certificates in “%1” can&apos;t be used, so nothing was sent.</source>
        <translation>Les certificats de «&#xa0;%1&#xa0;» ne sont pas utilisables&#xa0;: rien n’a donc été envoyé.</translation>
    </message>
    <message>
        <source>The chat template in the model file can&apos;t be used, so the model is given plain text.</source>
        <translation>Le modèle de dialogue du fichier n’est pas utilisable&#xa0;: le modèle reçoit donc du texte brut.</translation>
    </message>
    <message>
        <source>The chat template in the model file can&apos;t be used, so the usual one of its family is.</source>
        <translation>Le modèle de dialogue du fichier n’est pas utilisable&#xa0;: celui, habituel, de sa famille l’est donc.</translation>
    </message>
    <message>
        <source>The chat template in the model file can&apos;t be used.</source>
        <translation>Le modèle de dialogue du fichier n’est pas utilisable.</translation>
    </message>
    <message>
        <source>The chat template in the model file does not accept this conversation.</source>
        <translation>Le modèle de dialogue du fichier n’accepte pas cette conversation.</translation>
    </message>
    <message>
        <source>The chat template in the model file tries to do what a chat template must not.</source>
        <translation>Le modèle de dialogue du fichier tente ce qu’il ne doit pas faire.</translation>
    </message>
    <message>
        <source>The connection to %1 ended in the middle of the reply.</source>
        <translation>La connexion à %1 s’est interrompue au milieu de la réponse.</translation>
    </message>
    <message>
        <source>The connection to the Hugging Face Hub broke off.</source>
        <translation>La connexion au Hub Hugging Face s’est interrompue.</translation>
    </message>
    <message>
        <source>The connection was cut before %1 had finished the reply.</source>
        <translation>La connexion a été coupée avant que %1 ait terminé la réponse.</translation>
    </message>
    <message>
        <source>The conversation is %1 tokens long, and this model reads at most %2 at once.</source>
        <translation>La conversation compte %1 jetons, et ce modèle en lit au plus %2 à la fois.</translation>
    </message>
    <message>
        <source>The conversation is too large for the local engine.</source>
        <translation>La conversation est trop volumineuse pour le moteur local.</translation>
    </message>
    <message>
        <source>The conversation is too long for this model.</source>
        <translation>La conversation est trop longue pour ce modèle.</translation>
    </message>
    <message>
        <source>The conversation is too long for this model: “%1”.</source>
        <translation>La conversation est trop longue pour ce modèle&#xa0;: «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>The copy of the history could not be read back, and was not kept.</source>
        <translation>La copie de l’historique n’a pas pu être relue, et n’a pas été conservée.</translation>
    </message>
    <message>
        <source>The credit at %1 is used up.</source>
        <translation>Le crédit chez %1 est épuisé.</translation>
    </message>
    <message>
        <source>The credit at %1 is used up: “%2”.</source>
        <translation>Le crédit chez %1 est épuisé&#xa0;: «&#xa0;%2&#xa0;».</translation>
    </message>
    <message>
        <source>The desktop did not give the key.</source>
        <translation>Le bureau n’a pas donné la touche.</translation>
    </message>
    <message>
        <source>The desktop has no portal for shortcuts.</source>
        <translation>Le bureau n’a pas de portail pour les raccourcis.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Le disque est plein.</translation>
    </message>
    <message>
        <source>The disk is full: the history could not be stored.</source>
        <translation>Le disque est plein&#xa0;: l’historique n’a pas pu être enregistré.</translation>
    </message>
    <message>
        <source>The disk refused to read or write “%1”.</source>
        <translation>Le disque a refusé de lire ou d’écrire «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>The engine broke down while it loaded %1: the file is probably damaged.</source>
        <translation>Le moteur est tombé en panne en chargeant %1&#xa0;: le fichier est sans doute endommagé.</translation>
    </message>
    <message>
        <source>The engine could not compute the next words.</source>
        <translation>Le moteur n’a pas pu calculer les mots suivants.</translation>
    </message>
    <message>
        <source>The engine could not make vectors of the texts.</source>
        <translation>Le moteur n’a pas pu faire de vecteurs des textes.</translation>
    </message>
    <message>
        <source>The file has a name that can&apos;t be used on this computer, so it was not downloaded.</source>
        <translation>Le fichier a un nom inutilisable sur cet ordinateur&#xa0;: il n’a donc pas été téléchargé.</translation>
    </message>
    <message>
        <source>The file is no longer in this repository.</source>
        <translation>Le fichier n’est plus dans ce dépôt.</translation>
    </message>
    <message>
        <source>The file “%1” can&apos;t be used: %2.</source>
        <translation>Le fichier «&#xa0;%1&#xa0;» n’est pas utilisable&#xa0;: %2.</translation>
    </message>
    <message>
        <source>The file “%1” is no longer there.</source>
        <translation>Le fichier «&#xa0;%1&#xa0;» n’est plus là.</translation>
    </message>
    <message>
        <source>The folder of the model can&apos;t be written: %1.</source>
        <translation>Le dossier du modèle ne peut pas être écrit&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The folder “%1” can&apos;t be written: %2.</source>
        <translation>Le dossier «&#xa0;%1&#xa0;» ne peut pas être écrit&#xa0;: %2.</translation>
    </message>
    <message>
        <source>The form that replies of local models are to have can&apos;t be read.</source>
        <translation>La forme que doivent avoir les réponses des modèles locaux est illisible.</translation>
    </message>
    <message>
        <source>The form that replies of local models are to have is a JSON schema that can&apos;t be understood.</source>
        <translation>La forme que doivent avoir les réponses des modèles locaux est un schéma JSON incompréhensible.</translation>
    </message>
    <message>
        <source>The form that replies of local models are to have is a grammar that can&apos;t be understood.</source>
        <translation>La forme que doivent avoir les réponses des modèles locaux est une grammaire incompréhensible.</translation>
    </message>
    <message>
        <source>The form that replies of local models are to have is larger than %1 KB.</source>
        <translation>La forme que doivent avoir les réponses des modèles locaux dépasse %1 Ko.</translation>
    </message>
    <message>
        <source>The form that replies of local models are to have is not a text file.</source>
        <translation>La forme que doivent avoir les réponses des modèles locaux n’est pas un fichier texte.</translation>
    </message>
    <message>
        <source>The graphics device could not take any layers of this model, so the processor computes.</source>
        <translation>Le processeur graphique n’a pu prendre aucune couche de ce modèle&#xa0;: le processeur calcule donc.</translation>
    </message>
    <message>
        <source>The graphics device has room for a part of it; the rest is computed by the processor.</source>
        <translation>Le processeur graphique a de la place pour une partie&#x202f;; le processeur calcule le reste.</translation>
    </message>
    <message>
        <source>The graphics device took only %1 of the %2 layers meant for it.</source>
        <translation>Le processeur graphique n’a pris que %1 des %2 couches prévues pour lui.</translation>
    </message>
    <message>
        <source>The history can&apos;t be changed: “%1” may only be read.</source>
        <translation>L’historique ne peut pas être changé&#xa0;: «&#xa0;%1&#xa0;» ne peut être que lu.</translation>
    </message>
    <message>
        <source>The history can&apos;t be stored: “%1” may not be written.</source>
        <translation>L’historique ne peut pas être enregistré&#xa0;: «&#xa0;%1&#xa0;» ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>The history file is damaged, and this part of it can&apos;t be read.</source>
        <translation>Le fichier de l’historique est endommagé, et cette partie ne peut pas être lue.</translation>
    </message>
    <message>
        <source>The history file was %1 and could not be opened.</source>
        <translation>Le fichier de l’historique était %1 et n’a pas pu être ouvert.</translation>
    </message>
    <message>
        <source>The history file was %1 while deskchat was open, so nothing can be stored any more.</source>
        <translation>Le fichier de l’historique a été %1 pendant que deskchat était ouvert&#xa0;: plus rien ne peut donc être enregistré.</translation>
    </message>
    <message>
        <source>The history file “%1” has a second name somewhere (a hard link).</source>
        <translation>Le fichier de l’historique «&#xa0;%1&#xa0;» a un second nom quelque part (un lien physique).</translation>
    </message>
    <message>
        <source>The history in “%1” was written by a newer version of deskchat.</source>
        <translation>L’historique de «&#xa0;%1&#xa0;» a été écrit par une version plus récente de deskchat.</translation>
    </message>
    <message>
        <source>The history may only be read: nothing you write now can be stored.</source>
        <translation>L’historique ne peut être que lu&#xa0;: rien de ce que vous écrivez maintenant ne peut être enregistré.</translation>
    </message>
    <message>
        <source>The history was written by a newer version of deskchat.</source>
        <translation>L’historique a été écrit par une version plus récente de deskchat.</translation>
    </message>
    <message>
        <source>The key for %1 holds a character that no key has, such as a space or a line break.</source>
        <translation>La clé de %1 contient un caractère qu’aucune clé n’a, comme une espace ou un saut de ligne.</translation>
    </message>
    <message>
        <source>The key for %1 was not sent: over http:// anyone on the way could read it.</source>
        <translation>La clé de %1 n’a pas été envoyée&#xa0;: par http://, n’importe qui en chemin pourrait la lire.</translation>
    </message>
    <message>
        <source>The key in the variable %1 can&apos;t be used.</source>
        <translation>La clé de la variable %1 ne peut pas être utilisée.</translation>
    </message>
    <message>
        <source>The keyring broke off.</source>
        <translation>Le trousseau s’est interrompu.</translation>
    </message>
    <message>
        <source>The keyring does not answer.</source>
        <translation>Le trousseau ne répond pas.</translation>
    </message>
    <message>
        <source>The keyring is locked, or the question for its password was closed.</source>
        <translation>Le trousseau est verrouillé, ou la demande de son mot de passe a été fermée.</translation>
    </message>
    <message>
        <source>The keyring took the key but did not keep it.</source>
        <translation>Le trousseau a pris la clé mais ne l’a pas gardée.</translation>
    </message>
    <message>
        <source>The local engine broke down in the middle of its work.</source>
        <translation>Le moteur local est tombé en panne au milieu de son travail.</translation>
    </message>
    <message>
        <source>The local engine can&apos;t be started: a part of the program is missing.</source>
        <translation>Le moteur local ne peut pas être démarré&#xa0;: il manque une partie du programme.</translation>
    </message>
    <message>
        <source>The local engine did not get ready to answer in time, so it was ended.</source>
        <translation>Le moteur local n’a pas été prêt à temps&#xa0;: il a donc été arrêté.</translation>
    </message>
    <message>
        <source>The local engine does not start.</source>
        <translation>Le moteur local ne démarre pas.</translation>
    </message>
    <message>
        <source>The local engine ran out of memory.</source>
        <translation>Le moteur local a manqué de mémoire.</translation>
    </message>
    <message>
        <source>The local engine was ended from outside, perhaps because memory ran out.</source>
        <translation>Le moteur local a été arrêté de l’extérieur, peut-être par manque de mémoire.</translation>
    </message>
    <message>
        <source>The makers of this model let only those have it who accepted their terms.</source>
        <translation>Les auteurs de ce modèle ne le donnent qu’à ceux qui ont accepté leurs conditions.</translation>
    </message>
    <message>
        <source>The message is longer than %1 can read at once (about %2 tokens).</source>
        <translation>Le message est plus long que ce que %1 peut lire à la fois (environ %2 jetons).</translation>
    </message>
    <message>
        <source>The model can&apos;t see pictures: its image part “%1” is damaged, or belongs to another model.</source>
        <translation>Le modèle ne voit pas les images&#xa0;: sa partie image «&#xa0;%1&#xa0;» est endommagée, ou appartient à un autre modèle.</translation>
    </message>
    <message>
        <source>The model file changed or vanished while it was in use.</source>
        <translation>Le fichier du modèle a changé ou disparu pendant qu’il servait.</translation>
    </message>
    <message>
        <source>The model file is damaged or of an unknown kind: the engine could not load it.</source>
        <translation>Le fichier du modèle est endommagé ou d’un type inconnu&#xa0;: le moteur n’a pas pu le charger.</translation>
    </message>
    <message>
        <source>The model in this file does not write text, so it can&apos;t be talked to.</source>
        <translation>Le modèle de ce fichier n’écrit pas de texte&#x202f;; on ne peut donc pas lui parler.</translation>
    </message>
    <message>
        <source>The model in this file is of a kind that this version of the engine does not know.</source>
        <translation>Le modèle de ce fichier est d’un type que cette version du moteur ne connaît pas.</translation>
    </message>
    <message>
        <source>The model in this file puts texts in order; it makes no vectors of them.</source>
        <translation>Le modèle de ce fichier classe des textes&#x202f;; il n’en fait pas de vecteurs.</translation>
    </message>
    <message>
        <source>The part for %1 can&apos;t be loaded: %2.</source>
        <translation>La partie pour %1 ne peut pas être chargée&#xa0;: %2.</translation>
    </message>
    <message>
        <source>The part for %1 finds no device, or no driver for one.</source>
        <translation>La partie pour %1 ne trouve aucun appareil, ou aucun pilote pour en utiliser un.</translation>
    </message>
    <message>
        <source>The password of your proxy still stands in the settings file, as the keyring can&apos;t be used now.</source>
        <translation>Le mot de passe de votre proxy est encore dans le fichier des réglages, car le trousseau ne peut pas être utilisé maintenant.</translation>
    </message>
    <message>
        <source>The password of your proxy was left out of it.</source>
        <translation>Le mot de passe de votre proxy n’y a pas été gardé.</translation>
    </message>
    <message>
        <source>The password of your proxy was taken out of the settings file.</source>
        <translation>Le mot de passe de votre proxy a été retiré du fichier des réglages.</translation>
    </message>
    <message>
        <source>The password was not stored.</source>
        <translation>Le mot de passe n’a pas été enregistré.</translation>
    </message>
    <message>
        <source>The place of updates</source>
        <translation>L’emplacement des mises à jour</translation>
    </message>
    <message>
        <source>The plugin “%1” could not be used.</source>
        <translation>L’extension «&#xa0;%1&#xa0;» n’a pas pu être utilisée.</translation>
    </message>
    <message>
        <source>The process ended by %1.</source>
        <translation>Le processus s’est terminé par %1.</translation>
    </message>
    <message>
        <source>The process ended with status %1.</source>
        <translation>Le processus s’est terminé avec l’état %1.</translation>
    </message>
    <message>
        <source>The program broke off.</source>
        <translation>Le programme s’est interrompu.</translation>
    </message>
    <message>
        <source>The provider has no name yet.</source>
        <translation>Le fournisseur n’a pas encore de nom.</translation>
    </message>
    <message>
        <source>The provider “%1” in your file of providers%2 can&apos;t be used: %3.</source>
        <translation>Le fournisseur «&#xa0;%1&#xa0;» de votre fichier de fournisseurs%2 n’est pas utilisable&#xa0;: %3.</translation>
    </message>
    <message>
        <source>The provider “%1” of a plugin can&apos;t be used: %2.</source>
        <translation>Le fournisseur «&#xa0;%1&#xa0;» d’une extension n’est pas utilisable&#xa0;: %2.</translation>
    </message>
    <message>
        <source>The proxy did not make a connection to %1.</source>
        <translation>Le mandataire n’a pas établi de connexion à %1.</translation>
    </message>
    <message>
        <source>The proxy that is set can&apos;t be used: it has to be an http:// or https:// address.</source>
        <translation>Le mandataire réglé n’est pas utilisable&#xa0;: il faut une adresse http:// ou https://.</translation>
    </message>
    <message>
        <source>The proxy&apos;s password is not at hand, so nothing was sent.</source>
        <translation>Le mot de passe du proxy n’est pas disponible&#xa0;: rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>The reply ends here because the conversation fills the model&apos;s whole context.</source>
        <translation>La réponse s’arrête ici parce que la conversation remplit tout le contexte du modèle.</translation>
    </message>
    <message>
        <source>The server answered with status %1.</source>
        <translation>Le serveur a répondu avec l’état %1.</translation>
    </message>
    <message>
        <source>The server sent a line without an end, which is not how a chat server answers.</source>
        <translation>Le serveur a envoyé une ligne sans fin, ce qui n’est pas la façon de répondre d’un serveur de conversation.</translation>
    </message>
    <message>
        <source>The setting %1%2 can&apos;t have that value: %3 is used instead.</source>
        <translation>Le réglage %1%2 ne peut pas avoir cette valeur&#xa0;: %3 est utilisé à la place.</translation>
    </message>
    <message>
        <source>The settings could not be written to “%1”: %2.</source>
        <translation>Les réglages n’ont pas pu être écrits dans «&#xa0;%1&#xa0;»&#xa0;: %2.</translation>
    </message>
    <message>
        <source>The settings file could not be understood%1.</source>
        <translation>Le fichier des réglages n’a pas pu être compris%1.</translation>
    </message>
    <message>
        <source>The settings give %1 of %2 layers to %3.</source>
        <translation>Les réglages donnent %1 couches sur %2 à %3.</translation>
    </message>
    <message>
        <source>The settings in “%1” could not be changed: what stands there now can&apos;t be understood.</source>
        <translation>Les réglages de «&#xa0;%1&#xa0;» n’ont pas pu être modifiés&#xa0;: ce qui s’y trouve maintenant ne peut pas être compris.</translation>
    </message>
    <message>
        <source>The settings in “%1” could not be read (%2): the defaults are used.</source>
        <translation>Les réglages de «&#xa0;%1&#xa0;» n’ont pas pu être lus (%2)&#xa0;: les valeurs par défaut sont utilisées.</translation>
    </message>
    <message>
        <source>The settings in “%1” could not be understood%2: the defaults are used.</source>
        <translation>Les réglages de «&#xa0;%1&#xa0;» n’ont pas pu être compris%2&#xa0;: les valeurs par défaut sont utilisées.</translation>
    </message>
    <message>
        <source>The settings leave %1 out, so the processor computes.</source>
        <translation>Les réglages excluent %1&#xa0;: le processeur calcule donc.</translation>
    </message>
    <message>
        <source>The settings list those there are.</source>
        <translation>Les réglages listent ceux qui existent.</translation>
    </message>
    <message>
        <source>The whole model is on %1.</source>
        <translation>Le modèle entier est sur %1.</translation>
    </message>
    <message>
        <source>There are no conversations in it that deskchat knows.</source>
        <translation>Il ne s’y trouve aucune conversation que deskchat connaisse.</translation>
    </message>
    <message>
        <source>There are: %1.</source>
        <translation>Il y a&#xa0;: %1.</translation>
    </message>
    <message>
        <source>There is a backup of %1: “deskchat backup restore %2” brings it back.</source>
        <translation>Il y a une sauvegarde du %1&#xa0;: «&#xa0;deskchat backup restore %2&#xa0;» la rétablit.</translation>
    </message>
    <message>
        <source>There is another file named “%1” already.</source>
        <translation>Il y a déjà un autre fichier nommé «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no assistant “%1”.</source>
        <translation>Il n’y a pas d’assistant «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no backup “%1”.</source>
        <translation>Il n’y a pas de sauvegarde «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no conversation in it.</source>
        <translation>Il ne s’y trouve aucune conversation.</translation>
    </message>
    <message>
        <source>There is no conversation “%1”.</source>
        <translation>Il n’y a pas de conversation «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no graphics device that the engine can use, so the processor computes.</source>
        <translation>Il n’y a aucun processeur graphique que le moteur puisse utiliser&#xa0;: le processeur calcule donc.</translation>
    </message>
    <message>
        <source>There is no key for %1 yet.</source>
        <translation>Il n’y a pas encore de clé pour %1.</translation>
    </message>
    <message>
        <source>There is no key in what was entered.</source>
        <translation>Il n’y a pas de clé dans ce qui a été saisi.</translation>
    </message>
    <message>
        <source>There is no local model named %1.</source>
        <translation>Il n’y a pas de modèle local nommé %1.</translation>
    </message>
    <message>
        <source>There is no local model that could make vectors.</source>
        <translation>Il n’y a pas de modèle local qui puisse faire des vecteurs.</translation>
    </message>
    <message>
        <source>There is no model on this computer yet.</source>
        <translation>Il n’y a pas encore de modèle sur cet ordinateur.</translation>
    </message>
    <message>
        <source>There is no model “%1”.</source>
        <translation>Il n’y a pas de modèle «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no model “%1”: %2.</source>
        <translation>Il n’y a pas de modèle «&#xa0;%1&#xa0;»&#xa0;: %2.</translation>
    </message>
    <message>
        <source>There is no plugin called “%1”.</source>
        <translation>Il n’y a pas d’extension appelée «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no provider called “%1”.</source>
        <translation>Il n’y a pas de fournisseur appelé «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is no such picture at %1 any more.</source>
        <translation>Il n’y a plus de telle image sur %1.</translation>
    </message>
    <message>
        <source>There is no text in “%1”.</source>
        <translation>Il n’y a pas de texte dans «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>There is nothing to send.</source>
        <translation>Il n’y a rien à envoyer.</translation>
    </message>
    <message>
        <source>There is room for %1 tokens of context, not for %2.</source>
        <translation>Il y a de la place pour %1 jetons de contexte, pas pour %2.</translation>
    </message>
    <message>
        <source>There is too little memory for %1: it needs about %2, and %3 are free.</source>
        <translation>Il y a trop peu de mémoire pour %1&#xa0;: il lui faut environ %2, et %3 sont libres.</translation>
    </message>
    <message>
        <source>There is too little memory for this model&apos;s context.</source>
        <translation>Il y a trop peu de mémoire pour le contexte de ce modèle.</translation>
    </message>
    <message>
        <source>There is too little memory for this model.</source>
        <translation>Il y a trop peu de mémoire pour ce modèle.</translation>
    </message>
    <message>
        <source>There is too little memory to make vectors.</source>
        <translation>Il y a trop peu de mémoire pour faire des vecteurs.</translation>
    </message>
    <message>
        <source>There is too little space on the disk: %1 GB are needed, %2 GB are free.</source>
        <translation>Il y a trop peu de place sur le disque&#xa0;: il faut %1 Go, %2 Go sont libres.</translation>
    </message>
    <message>
        <source>There is too much in these conversations for one PDF.</source>
        <translation>Il y a trop de choses dans ces conversations pour un seul PDF.</translation>
    </message>
    <message>
        <source>They hold until the program ends.</source>
        <translation>Ils valent jusqu’à la fin du programme.</translation>
    </message>
    <message>
        <source>This budget can&apos;t be kept: it is too large, or there are too many.</source>
        <translation>Ce budget ne peut pas être gardé&#xa0;: il est trop grand, ou il y en a trop.</translation>
    </message>
    <message>
        <source>This build of deskchat does not know where its updates are.</source>
        <translation>Cette version de deskchat ne sait pas où sont ses mises à jour.</translation>
    </message>
    <message>
        <source>This conversation or message is not there any more.</source>
        <translation>Cette conversation ou ce message n’est plus là.</translation>
    </message>
    <message>
        <source>This disk takes no file of that size.</source>
        <translation>Ce disque n’accepte pas de fichier de cette taille.</translation>
    </message>
    <message>
        <source>This is not the address of a proxy.</source>
        <translation>Ce n’est pas l’adresse d’un proxy.</translation>
    </message>
    <message>
        <source>This is not the address of a server.</source>
        <translation>Ce n’est pas l’adresse d’un serveur.</translation>
    </message>
    <message>
        <source>This message is damaged on the disk and can&apos;t be shown.</source>
        <translation>Ce message est endommagé sur le disque et ne peut pas être affiché.</translation>
    </message>
    <message>
        <source>This message is no longer there.</source>
        <translation>Ce message n’est plus là.</translation>
    </message>
    <message>
        <source>This model can&apos;t see pictures.</source>
        <translation>Ce modèle ne voit pas les images.</translation>
    </message>
    <message>
        <source>This model is being loaded for a reply.</source>
        <translation>Ce modèle est en cours de chargement pour une réponse.</translation>
    </message>
    <message>
        <source>This model is making vectors of texts.</source>
        <translation>Ce modèle est en train de calculer des vecteurs de textes.</translation>
    </message>
    <message>
        <source>This model&apos;s chat template loses the pictures of the conversation.</source>
        <translation>Le modèle de dialogue de ce modèle perd les images de la conversation.</translation>
    </message>
    <message>
        <source>This reply could not be stored.</source>
        <translation>Cette réponse n’a pas pu être enregistrée.</translation>
    </message>
    <message>
        <source>This system has no keyring for it: it is kept until deskchat ends.</source>
        <translation>Ce système n’a pas de trousseau pour lui&#xa0;: il est gardé jusqu’à la fin de deskchat.</translation>
    </message>
    <message>
        <source>This system has no keyring that deskchat can use.</source>
        <translation>Ce système n’a pas de trousseau que deskchat puisse utiliser.</translation>
    </message>
    <message>
        <source>This would exceed your budget for %1 this month (%2): %3 is left of it.</source>
        <translation>Cela dépasserait votre budget pour %1 ce mois-ci (%2)&#xa0;: il en reste %3.</translation>
    </message>
    <message>
        <source>Top it up there, or choose another model.</source>
        <translation>Rechargez-le là-bas, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Réessayez plus tard.</translation>
    </message>
    <message>
        <source>Try again later; if it stays so, look for the newest release where you got deskchat from.</source>
        <translation>Réessayez plus tard&#x202f;; si cela persiste, cherchez la version la plus récente là où vous avez obtenu deskchat.</translation>
    </message>
    <message>
        <source>Try again, or choose a smaller model.</source>
        <translation>Réessayez, ou choisissez un modèle plus petit.</translation>
    </message>
    <message>
        <source>Try again, or choose another model.</source>
        <translation>Réessayez, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Réessayez.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, choose a smaller model.</source>
        <translation>Réessayez&#x202f;; si cela se reproduit, choisissez un modèle plus petit.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, choose another model.</source>
        <translation>Réessayez&#x202f;; si cela se reproduit, choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>Tapez-en un.</translation>
    </message>
    <message>
        <source>Unlock the keyring and delete it again.</source>
        <translation>Déverrouillez le trousseau et supprimez-le de nouveau.</translation>
    </message>
    <message>
        <source>Unlock the keyring and delete the key again.</source>
        <translation>Déverrouillez le trousseau et supprimez de nouveau la clé.</translation>
    </message>
    <message>
        <source>Unpack the new archive in the place of the old one.</source>
        <translation>Décompressez la nouvelle archive à la place de l’ancienne.</translation>
    </message>
    <message>
        <source>Update deskchat to import it.</source>
        <translation>Mettez deskchat à jour pour l’importer.</translation>
    </message>
    <message>
        <source>Update it, or take it away in the settings; everything else goes on without it.</source>
        <translation>Mettez-la à jour, ou retirez-la dans les réglages&#x202f;; tout le reste continue sans elle.</translation>
    </message>
    <message>
        <source>Update the checkout with “git pull”, then “make run”.</source>
        <translation>Mettez la copie du dépôt à jour avec «&#xa0;git pull&#xa0;», puis «&#xa0;make run&#xa0;».</translation>
    </message>
    <message>
        <source>Use an https:// address, or set the provider to need no key.</source>
        <translation>Utilisez une adresse https://, ou réglez le fournisseur pour qu’il n’ait pas besoin de clé.</translation>
    </message>
    <message>
        <source>Use that window, or start this one with another folder (--home).</source>
        <translation>Utilisez cette fenêtre-là, ou démarrez celle-ci avec un autre dossier (--home).</translation>
    </message>
    <message>
        <source>Use the key for this session only, or put it into an environment variable before you start deskchat.</source>
        <translation>Utilisez la clé pour cette session seulement, ou mettez-la dans une variable d’environnement avant de démarrer deskchat.</translation>
    </message>
    <message>
        <source>Use the key for this session only, or put it into the environment variable %1 before you start deskchat.</source>
        <translation>Utilisez la clé pour cette session seulement, ou mettez-la dans la variable d’environnement %1 avant de démarrer deskchat.</translation>
    </message>
    <message>
        <source>Wait %1 seconds, or choose another model.</source>
        <translation>Attendez %1 secondes, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Wait a little, or choose another model.</source>
        <translation>Attendez un peu, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Wait a second, or choose another model.</source>
        <translation>Attendez une seconde, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Wait for its end, or stop it, then restore.</source>
        <translation>Attendez sa fin, ou arrêtez-la, puis restaurez.</translation>
    </message>
    <message>
        <source>Wait for its end, or stop it.</source>
        <translation>Attendez sa fin, ou arrêtez-la.</translation>
    </message>
    <message>
        <source>Wait for its end, or stop it; then delete the model.</source>
        <translation>Attendez sa fin, ou arrêtez-la&#x202f;; supprimez ensuite le modèle.</translation>
    </message>
    <message>
        <source>Wait for its end.</source>
        <translation>Attendez sa fin.</translation>
    </message>
    <message>
        <source>Wait, or choose another model.</source>
        <translation>Attendez, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>What %1 costs is not known: its replies are not counted in your budget for %2.</source>
        <translation>Ce que coûte %1 est inconnu&#xa0;: ses réponses ne sont pas comptées dans votre budget pour %2.</translation>
    </message>
    <message>
        <source>What %1 sent is no picture that can be shown here.</source>
        <translation>Ce que %1 a envoyé n’est pas une image affichable ici.</translation>
    </message>
    <message>
        <source>What arrived is kept, and the log has the details.</source>
        <translation>Ce qui est arrivé est conservé, et le journal contient les détails.</translation>
    </message>
    <message>
        <source>What arrived is kept.</source>
        <translation>Ce qui est arrivé est conservé.</translation>
    </message>
    <message>
        <source>What arrived is kept; resume goes on from there.</source>
        <translation>Ce qui est arrivé est conservé&#x202f;; la reprise continue à partir de là.</translation>
    </message>
    <message>
        <source>What was entered holds characters that no key has, such as typographic quotes or accents.</source>
        <translation>Ce qui a été saisi contient des caractères qu’aucune clé n’a, comme des guillemets typographiques ou des accents.</translation>
    </message>
    <message>
        <source>What was entered is far too long to be a key.</source>
        <translation>Ce qui a été saisi est bien trop long pour être une clé.</translation>
    </message>
    <message>
        <source>What was found about updates is not signed by the makers of deskchat, so it was ignored.</source>
        <translation>Ce qui a été trouvé sur les mises à jour n’est pas signé par les auteurs de deskchat et a donc été ignoré.</translation>
    </message>
    <message>
        <source>What you set holds until the program ends.</source>
        <translation>Ce que vous avez réglé vaut jusqu’à la fin du programme.</translation>
    </message>
    <message>
        <source>What you typed is still here to be copied.</source>
        <translation>Ce que vous avez tapé est encore ici pour être copié.</translation>
    </message>
    <message>
        <source>What you wrote is kept.</source>
        <translation>Ce que vous avez écrit est conservé.</translation>
    </message>
    <message>
        <source>With the graphics driver, the engine did not start.</source>
        <translation>Avec le pilote graphique, le moteur n’a pas démarré.</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>Écrivez d’abord un message.</translation>
    </message>
    <message>
        <source>Write it like 192.168.1.20, desk.local:8080 or https://models.example.</source>
        <translation>Écrivez-la comme 192.168.1.20, desk.local:8080 ou https://models.example.</translation>
    </message>
    <message>
        <source>Write that it should answer in its own words, without tools, or ask another model.</source>
        <translation>Écrivez qu’il doit répondre avec ses propres mots, sans outils, ou interrogez un autre modèle.</translation>
    </message>
    <message>
        <source>Your budget for %1 this month (%2) is used up.</source>
        <translation>Votre budget pour %1 ce mois-ci (%2) est épuisé.</translation>
    </message>
    <message>
        <source>Your conversations lie in a folder that is copied elsewhere (%1).</source>
        <translation>Vos conversations se trouvent dans un dossier copié ailleurs (%1).</translation>
    </message>
    <message>
        <source>Your conversations lie on a network drive (%1).</source>
        <translation>Vos conversations se trouvent sur un lecteur réseau (%1).</translation>
    </message>
    <message>
        <source>Your file of providers can&apos;t be changed: %1.</source>
        <translation>Votre fichier de fournisseurs ne peut pas être changé&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Your file of providers can&apos;t be read: %1.</source>
        <translation>Votre fichier de fournisseurs ne peut pas être lu&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Your package manager brings it, or “sudo apt install ./deskchat_….deb”.</source>
        <translation>Votre gestionnaire de paquets l’apporte, ou «&#xa0;sudo apt install ./deskchat_….deb&#xa0;».</translation>
    </message>
    <message>
        <source>a reply that was refused half-way</source>
        <translation>une réponse refusée en cours de route</translation>
    </message>
    <message>
        <source>about %1 of %2 tokens</source>
        <translation>environ %1 sur %2 jetons</translation>
    </message>
    <message>
        <source>about %1 tokens</source>
        <translation>environ %1 jetons</translation>
    </message>
    <message>
        <source>all %1 messages</source>
        <translation>les %1 messages</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>répondu</translation>
    </message>
    <message>
        <source>base model: goes on with text, does not follow instructions</source>
        <translation>modèle de base&#xa0;: continue un texte, ne suit pas de consignes</translation>
    </message>
    <message>
        <source>because Model Armor stepped in</source>
        <translation>parce que Model Armor est intervenu</translation>
    </message>
    <message>
        <source>because a word in it is on a list of blocked words</source>
        <translation>parce que l’un de ses mots est sur une liste de mots bloqués</translation>
    </message>
    <message>
        <source>because it was taken for an attempt to get round the rules</source>
        <translation>parce qu’elle a été prise pour une tentative de contourner les règles</translation>
    </message>
    <message>
        <source>because its content may be prohibited</source>
        <translation>parce que son contenu est peut-être interdit</translation>
    </message>
    <message>
        <source>because its safety filter stepped in</source>
        <translation>parce que son filtre de sécurité est intervenu</translation>
    </message>
    <message>
        <source>because of a picture in it</source>
        <translation>à cause d’une image qu’elle contient</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>interrompu</translation>
    </message>
    <message>
        <source>cut off: offline</source>
        <translation>coupé&#xa0;: hors ligne</translation>
    </message>
    <message>
        <source>for a reason of its own (%1)</source>
        <translation>pour une raison qui lui est propre (%1)</translation>
    </message>
    <message>
        <source>found in %1</source>
        <translation>trouvé dans %1</translation>
    </message>
    <message>
        <source>found in %1; %2</source>
        <translation>trouvé dans %1&#x202f;; %2</translation>
    </message>
    <message>
        <source>goes away on %1</source>
        <translation>disparaît le %1</translation>
    </message>
    <message>
        <source>it asks for the model&apos;s inner reasoning</source>
        <translation>la demande porte sur le raisonnement interne du modèle</translation>
    </message>
    <message>
        <source>it can&apos;t read such files, and no text was found in it</source>
        <translation>il ne lit pas ces fichiers, et aucun texte n’y a été trouvé</translation>
    </message>
    <message>
        <source>it can&apos;t see pictures</source>
        <translation>il ne voit pas les images</translation>
    </message>
    <message>
        <source>it could help to attack computers</source>
        <translation>la réponse pourrait aider à attaquer des ordinateurs</translation>
    </message>
    <message>
        <source>it could help to develop a competing model</source>
        <translation>la réponse pourrait aider à développer un modèle concurrent</translation>
    </message>
    <message>
        <source>it could help to do biological harm</source>
        <translation>la réponse pourrait aider à causer un dommage biologique</translation>
    </message>
    <message>
        <source>it could help to do harm</source>
        <translation>la réponse pourrait aider à nuire</translation>
    </message>
    <message>
        <source>it doesn&apos;t fit into its window</source>
        <translation>il ne tient pas dans sa fenêtre</translation>
    </message>
    <message>
        <source>it is too busy</source>
        <translation>il est trop occupé</translation>
    </message>
    <message>
        <source>it said nothing for too long</source>
        <translation>il n’a rien dit pendant trop longtemps</translation>
    </message>
    <message>
        <source>it takes only its text</source>
        <translation>il n’en prend que le texte</translation>
    </message>
    <message>
        <source>it was not found</source>
        <translation>il est introuvable</translation>
    </message>
    <message>
        <source>its file can&apos;t be used</source>
        <translation>son fichier est inutilisable</translation>
    </message>
    <message>
        <source>its key is missing or was refused</source>
        <translation>sa clé manque ou a été refusée</translation>
    </message>
    <message>
        <source>its provider must not be sent it again</source>
        <translation>il ne faut pas la renvoyer à son fournisseur</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>pas de réponse à temps</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>pas de connexion</translation>
    </message>
    <message>
        <source>no model is sent them: they cost money and confuse</source>
        <translation>aucun modèle ne les reçoit&#xa0;: elles coûtent et embrouillent</translation>
    </message>
    <message>
        <source>offline mode is on</source>
        <translation>le mode hors ligne est activé</translation>
    </message>
    <message>
        <source>one older message</source>
        <translation>un message plus ancien</translation>
    </message>
    <message>
        <source>only that model can read it</source>
        <translation>seul ce modèle peut le lire</translation>
    </message>
    <message>
        <source>refused with %1</source>
        <translation>refusé avec %1</translation>
    </message>
    <message>
        <source>repeat penalty</source>
        <translation>pénalité de répétition</translation>
    </message>
    <message>
        <source>runs in the cloud</source>
        <translation>tourne dans le cloud</translation>
    </message>
    <message>
        <source>sent elsewhere with %1</source>
        <translation>renvoyé ailleurs avec %1</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêté</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>température</translation>
    </message>
    <message>
        <source>the account may not use it</source>
        <translation>le compte ne peut pas l’utiliser</translation>
    </message>
    <message>
        <source>the beginning and the newest are kept</source>
        <translation>le début et les plus récents sont gardés</translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation>la connexion a échoué</translation>
    </message>
    <message>
        <source>the conversation is too long for it</source>
        <translation>la conversation est trop longue pour lui</translation>
    </message>
    <message>
        <source>the credit is used up</source>
        <translation>le crédit est épuisé</translation>
    </message>
    <message>
        <source>the local engine failed</source>
        <translation>le moteur local est tombé en panne</translation>
    </message>
    <message>
        <source>the newest are kept</source>
        <translation>les plus récents sont gardés</translation>
    </message>
    <message>
        <source>the one message</source>
        <translation>le seul message</translation>
    </message>
    <message>
        <source>the picture “%1”</source>
        <translation>l’image «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>the pictures and the layout of “%1”</source>
        <translation>les images et la mise en page de «&#xa0;%1&#xa0;»</translation>
    </message>
    <message>
        <source>the thoughts of earlier replies</source>
        <translation>les réflexions des réponses précédentes</translation>
    </message>
    <message>
        <source>they don&apos;t fit into its window</source>
        <translation>ils ne tiennent pas dans sa fenêtre</translation>
    </message>
    <message>
        <source>tiny, to try things; get a better one that fits</source>
        <translation>minuscule, pour essayer&#x202f;; prenez-en un meilleur, à la taille de cet ordinateur</translation>
    </message>
    <message>
        <source>too many requests</source>
        <translation>trop de requêtes</translation>
    </message>
    <message>
        <source>under way, or cut off with the program</source>
        <translation>en cours, ou coupé avec le programme</translation>
    </message>
    <message>
        <source>what %1 noted for itself</source>
        <translation>ce que %1 a noté pour lui-même</translation>
    </message>
    <message>
        <source>“%1” beside it is no file.</source>
        <translation>«&#xa0;%1&#xa0;», à côté, n’est pas un fichier.</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be deleted: %2.</source>
        <translation>«&#xa0;%1&#xa0;» ne peut pas être supprimé&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read.</source>
        <translation>«&#xa0;%1&#xa0;» est illisible.</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be read: %2.</source>
        <translation>«&#xa0;%1&#xa0;» ne peut pas être lu&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” can&apos;t be written: %2.</source>
        <translation>«&#xa0;%1&#xa0;» ne peut pas être écrit&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” could not be read here.</source>
        <translation>«&#xa0;%1&#xa0;» n’a pas pu être lu ici.</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2.</source>
        <translation>«&#xa0;%1&#xa0;» n’a pas pu être écrit&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” does not say how its letters are coded; if some look wrong, save it as UTF-8.</source>
        <translation>«&#xa0;%1&#xa0;» ne dit pas comment ses lettres sont codées&#x202f;; si certaines semblent fausses, enregistrez-le en UTF-8.</translation>
    </message>
    <message>
        <source>“%1” does not say what kind of model it is.</source>
        <translation>«&#xa0;%1&#xa0;» ne dit pas de quelle sorte de modèle il s’agit.</translation>
    </message>
    <message>
        <source>“%1” exists already and was not replaced.</source>
        <translation>«&#xa0;%1&#xa0;» existe déjà et n’a pas été remplacé.</translation>
    </message>
    <message>
        <source>“%1” fits more than one model: %2.</source>
        <translation>«&#xa0;%1&#xa0;» convient à plusieurs modèles&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” has %2 × %3 pixels, which is too much.</source>
        <translation>«&#xa0;%1&#xa0;» a %2 × %3 pixels, ce qui est trop.</translation>
    </message>
    <message>
        <source>“%1” holds no weights, so there is no model in it.</source>
        <translation>«&#xa0;%1&#xa0;» ne contient pas de poids&#xa0;: il n’y a pas de modèle dedans.</translation>
    </message>
    <message>
        <source>“%1” holds only zeros: its download was probably never finished.</source>
        <translation>«&#xa0;%1&#xa0;» ne contient que des zéros&#xa0;: son téléchargement n’a sans doute jamais été terminé.</translation>
    </message>
    <message>
        <source>“%1” in the settings must be a table, written [%2]: the defaults are used.</source>
        <translation>«&#xa0;%1&#xa0;» dans les réglages doit être une table, écrite [%2]&#xa0;: les valeurs par défaut sont utilisées.</translation>
    </message>
    <message>
        <source>“%1” is a folder, not a file.</source>
        <translation>«&#xa0;%1&#xa0;» est un dossier, pas un fichier.</translation>
    </message>
    <message>
        <source>“%1” is a folder.</source>
        <translation>«&#xa0;%1&#xa0;» est un dossier.</translation>
    </message>
    <message>
        <source>“%1” is a later part of a split model.</source>
        <translation>«&#xa0;%1&#xa0;» est une des parties suivantes d’un modèle découpé.</translation>
    </message>
    <message>
        <source>“%1” is a part of a split model, but its name does not say which.</source>
        <translation>«&#xa0;%1&#xa0;» est une partie d’un modèle découpé, mais son nom ne dit pas laquelle.</translation>
    </message>
    <message>
        <source>“%1” is a picture of a kind that can&apos;t be opened here (%2).</source>
        <translation>«&#xa0;%1&#xa0;» est une image d’un type qui ne peut pas être ouvert ici (%2).</translation>
    </message>
    <message>
        <source>“%1” is a picture of a kind that models don&apos;t take (%2).</source>
        <translation>«&#xa0;%1&#xa0;» est une image d’un type que les modèles n’acceptent pas (%2).</translation>
    </message>
    <message>
        <source>“%1” is a web page, not a model: perhaps a login page.</source>
        <translation>«&#xa0;%1&#xa0;» est une page web, pas un modèle&#xa0;: peut-être une page de connexion.</translation>
    </message>
    <message>
        <source>“%1” is damaged: it can&apos;t be opened as a picture.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: il ne s’ouvre pas comme image.</translation>
    </message>
    <message>
        <source>“%1” is damaged: it claims an impossible context length.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: il annonce une longueur de contexte impossible.</translation>
    </message>
    <message>
        <source>“%1” is damaged: it claims an impossible number of layers.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: il annonce un nombre de couches impossible.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header holds a list of unknown type.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête contient une liste d’un type inconnu.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header holds a value of unknown type.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête contient une valeur d’un type inconnu.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header holds an impossibly long list.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête contient une liste d’une longueur impossible.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header holds an impossibly long text.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête contient un texte d’une longueur impossible.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header is impossibly long.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête est d’une longueur impossible.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header names an impossible alignment.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête indique un alignement impossible.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header promises impossible numbers of entries.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête annonce des nombres d’entrées impossibles.</translation>
    </message>
    <message>
        <source>“%1” is damaged: its header says the same thing twice.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: son en-tête dit deux fois la même chose.</translation>
    </message>
    <message>
        <source>“%1” is damaged: much follows that is no part of a model.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: une longue suite n’y fait pas partie d’un modèle.</translation>
    </message>
    <message>
        <source>“%1” is damaged: one of its tensors has too many dimensions.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: l’un de ses tenseurs a trop de dimensions.</translation>
    </message>
    <message>
        <source>“%1” is damaged: one of its tensors is impossibly large.</source>
        <translation>«&#xa0;%1&#xa0;» est endommagé&#xa0;: l’un de ses tenseurs est d’une taille impossible.</translation>
    </message>
    <message>
        <source>“%1” is empty.</source>
        <translation>«&#xa0;%1&#xa0;» est vide.</translation>
    </message>
    <message>
        <source>“%1” is in the first version of the GGUF format, no longer read.</source>
        <translation>«&#xa0;%1&#xa0;» est dans la première version du format GGUF, qui n’est plus lue.</translation>
    </message>
    <message>
        <source>“%1” is in version %2 of the GGUF format, which this program does not know.</source>
        <translation>«&#xa0;%1&#xa0;» est dans la version %2 du format GGUF, que ce programme ne connaît pas.</translation>
    </message>
    <message>
        <source>“%1” is locked with a password.</source>
        <translation>«&#xa0;%1&#xa0;» est verrouillé par un mot de passe.</translation>
    </message>
    <message>
        <source>“%1” is locked with a password: its text can&apos;t be read, and most models refuse it.</source>
        <translation>«&#xa0;%1&#xa0;» est verrouillé par un mot de passe&#xa0;: son texte ne peut pas être lu, et la plupart des modèles le refusent.</translation>
    </message>
    <message>
        <source>“%1” is neither a picture nor a text that deskchat can read.</source>
        <translation>«&#xa0;%1&#xa0;» n’est ni une image ni un texte que deskchat puisse lire.</translation>
    </message>
    <message>
        <source>“%1” is no history that can be read.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un historique lisible.</translation>
    </message>
    <message>
        <source>“%1” is no longer there.</source>
        <translation>«&#xa0;%1&#xa0;» n’est plus là.</translation>
    </message>
    <message>
        <source>“%1” is no text that can be read.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un texte lisible.</translation>
    </message>
    <message>
        <source>“%1” is not a GGUF file.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un fichier GGUF.</translation>
    </message>
    <message>
        <source>“%1” is not a file.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un fichier.</translation>
    </message>
    <message>
        <source>“%1” is not an ordinary file.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un fichier ordinaire.</translation>
    </message>
    <message>
        <source>“%1” is not complete: its end is missing.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas complet&#xa0;: sa fin manque.</translation>
    </message>
    <message>
        <source>“%1” is not the address of a computer or server.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas l’adresse d’un ordinateur ou d’un serveur.</translation>
    </message>
    <message>
        <source>“%1” is not the name of a repository.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas le nom d’un dépôt.</translation>
    </message>
    <message>
        <source>“%1” is not what the Hub lists: its SHA-256 is another one.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas ce qu’annonce le Hub&#xa0;: son SHA-256 est un autre.</translation>
    </message>
    <message>
        <source>“%1” is only a Git LFS pointer that stands for the model.</source>
        <translation>«&#xa0;%1&#xa0;» n’est qu’un pointeur Git LFS qui représente le modèle.</translation>
    </message>
    <message>
        <source>“%1” is only the image part of a model.</source>
        <translation>«&#xa0;%1&#xa0;» n’est que la partie image d’un modèle.</translation>
    </message>
    <message>
        <source>“%1” is over %2: models get its text, without its pictures and layout.</source>
        <translation>«&#xa0;%1&#xa0;» dépasse %2&#xa0;: les modèles reçoivent son texte, sans ses images ni sa mise en page.</translation>
    </message>
    <message>
        <source>“%1” is the beginning of more than one conversation: %2.</source>
        <translation>«&#xa0;%1&#xa0;» est le début de plus d’une conversation&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” is too big to attach: at most %2 MB.</source>
        <translation>«&#xa0;%1&#xa0;» est trop gros pour être joint&#xa0;: %2 Mo au plus.</translation>
    </message>
    <message>
        <source>“%1” may not be read by you.</source>
        <translation>«&#xa0;%1&#xa0;»&#xa0;: vous n’avez pas le droit de le lire.</translation>
    </message>
    <message>
        <source>“%1” needs “%2” beside it.</source>
        <translation>«&#xa0;%1&#xa0;» a besoin de «&#xa0;%2&#xa0;» à côté de lui.</translation>
    </message>
    <message>
        <source>“%1” stores its weights in a way this program does not know.</source>
        <translation>«&#xa0;%1&#xa0;» enregistre ses poids d’une façon que ce programme ne connaît pas.</translation>
    </message>
    <message>
        <source>“%1” was made for big-endian machines and can&apos;t be used here.</source>
        <translation>«&#xa0;%1&#xa0;» a été fait pour des machines gros-boutistes (big-endian) et n’est pas utilisable ici.</translation>
    </message>
    <message>
        <source>“deskchat backup list” shows those there are.</source>
        <translation>«&#xa0;deskchat backup list&#xa0;» montre celles qui existent.</translation>
    </message>
    <message>
        <source>“deskchat list” shows those there are.</source>
        <translation>«&#xa0;deskchat list&#xa0;» montre celles qui existent.</translation>
    </message>
    <message>
        <source>“deskchat models” lists them.</source>
        <translation>«&#xa0;deskchat models&#xa0;» les liste.</translation>
    </message>
    <message>
        <source>“deskchat models” lists those there are.</source>
        <translation>«&#xa0;deskchat models&#xa0;» liste ceux qui existent.</translation>
    </message>
    <message>
        <source>“flatpak update” brings it.</source>
        <translation>«&#xa0;flatpak update&#xa0;» l’apporte.</translation>
    </message>
</context>
<context>
    <name>ServerFinder</name>
    <message>
        <source>%s, added already</source>
        <translation>%s, déjà ajouté</translation>
    </message>
    <message numerus="yes">
        <source>%1 models</source>
        <translation>
            <numerusform>%1 modèle</numerusform>
            <numerusform>%1 modèles</numerusform>
        </translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>L’ajouter</translation>
    </message>
    <message>
        <source>Computer to look at</source>
        <translation>Ordinateur à examiner</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Find servers on this or another computer</source>
        <translation>Chercher des serveurs sur cet ordinateur ou un autre</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>No server of models answers on the usual ports of this computer.</source>
        <translation>Aucun serveur de modèles ne répond sur les ports habituels de cet ordinateur.</translation>
    </message>
    <message>
        <source>Servers that answer</source>
        <translation>Serveurs qui répondent</translation>
    </message>
    <message>
        <source>this computer, or an address such as 192.168.1.20</source>
        <translation>cet ordinateur, ou une adresse comme 192.168.1.20</translation>
    </message>
    <message>
        <source>“%s” is added; its models are in the list of models.</source>
        <translation>«&#xa0;%s&#xa0;» est ajouté&#x202f;; ses modèles sont dans la liste des modèles.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>A GGUF file that changes how local models speak; used with the models it was made for. Empty for none.</source>
        <translation>Un fichier GGUF qui change la façon de parler des modèles locaux&#x202f;; utilisé avec les modèles pour lesquels il a été fait. Vide pour aucun.</translation>
    </message>
    <message>
        <source>A file with a JSON schema or a grammar (GBNF) that every reply of a local model keeps to. Empty for none.</source>
        <translation>Un fichier contenant un schéma JSON ou une grammaire (GBNF) que respecte chaque réponse d’un modèle local. Vide pour aucun.</translation>
    </message>
    <message>
        <source>A file with certificate authorities (PEM) that are trusted besides the system&apos;s; empty for none.</source>
        <translation>Un fichier d’autorités de certification (PEM) auxquelles on fait confiance en plus de celles du système&#x202f;; vide pour aucun.</translation>
    </message>
    <message>
        <source>Adapter (LoRA)</source>
        <translation>Adaptateur (LoRA)</translation>
    </message>
    <message>
        <source>Additional certificates</source>
        <translation>Certificats supplémentaires</translation>
    </message>
    <message>
        <source>As provider/model.</source>
        <translation>Sous la forme fournisseur/modèle.</translation>
    </message>
    <message>
        <source>As the system is</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>Ask another model by itself</source>
        <translation>Interroger de lui-même un autre modèle</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistant</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>By itself, as many as its free memory takes; 0 keeps local models on the processor.</source>
        <translation>De lui-même, autant que sa mémoire libre en accepte&#x202f;; 0 garde les modèles locaux sur le processeur.</translation>
    </message>
    <message>
        <source>Closing the window then leaves deskchat there; Quit (Ctrl+Q) ends it.</source>
        <translation>Fermer la fenêtre y laisse alors deskchat&#x202f;; Quitter (Ctrl+Q) l’arrête.</translation>
    </message>
    <message>
        <source>Compare blind</source>
        <translation>Comparer à l’aveugle</translation>
    </message>
    <message>
        <source>Context of local models</source>
        <translation>Contexte des modèles locaux</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Entrée</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Disk space for what local models have read</source>
        <translation>Espace disque pour ce que les modèles locaux ont lu</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Files of LM Studio, Ollama, Jan, GPT4All, Hugging Face and llama.cpp are listed, and stay where they are.</source>
        <translation>Les fichiers de LM Studio, Ollama, Jan, GPT4All, Hugging Face et llama.cpp sont listés, et restent où ils sont.</translation>
    </message>
    <message>
        <source>For so many days; 0 keeps none.</source>
        <translation>Pendant ce nombre de jours&#x202f;; 0 n’en garde aucune.</translation>
    </message>
    <message>
        <source>For so many minutes after its last reply; 0 frees the memory at once.</source>
        <translation>Pendant ce nombre de minutes après sa dernière réponse&#x202f;; 0 libère la mémoire aussitôt.</translation>
    </message>
    <message>
        <source>Form of local replies</source>
        <translation>Forme des réponses locales</translation>
    </message>
    <message>
        <source>Français</source>
        <translation>Français</translation>
    </message>
    <message>
        <source>From the next start of deskchat on.</source>
        <translation>À partir du prochain démarrage de deskchat.</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Élevé</translation>
    </message>
    <message>
        <source>High: black, white and strong outlines.</source>
        <translation>Élevé&#xa0;: du noir, du blanc et des contours marqués.</translation>
    </message>
    <message>
        <source>How many may be in memory at the same time, if they fit: switching between them takes no time.</source>
        <translation>Combien peuvent être en mémoire en même temps, s’ils tiennent&#xa0;: passer de l’un à l’autre est instantané.</translation>
    </message>
    <message>
        <source>How many seconds a server may say nothing before the reply is given up.</source>
        <translation>Combien de secondes un serveur peut se taire avant que la réponse soit abandonnée.</translation>
    </message>
    <message>
        <source>How many tokens a local model can look back at; more takes more memory.</source>
        <translation>Combien de jetons en arrière un modèle local peut voir&#x202f;; davantage prend plus de mémoire.</translation>
    </message>
    <message>
        <source>How much models say, where they can be told; empty is as each likes.</source>
        <translation>Combien les modèles en disent, là où on peut le leur indiquer&#x202f;; vide&#xa0;: au gré de chacun.</translation>
    </message>
    <message>
        <source>How much models think before they answer, where they can be told; empty is as each likes.</source>
        <translation>Combien les modèles réfléchissent avant de répondre, là où on peut le leur indiquer&#x202f;; vide&#xa0;: au gré de chacun.</translation>
    </message>
    <message>
        <source>Icon in the tray</source>
        <translation>Icône dans la zone de notification</translation>
    </message>
    <message>
        <source>In megabytes: a conversation that is opened again need not be read again; 0 keeps nothing.</source>
        <translation>En mégaoctets&#xa0;: une conversation rouverte n’a pas besoin d’être relue&#x202f;; 0 ne garde rien.</translation>
    </message>
    <message>
        <source>In points, from 8 to 32; 0 is the system&apos;s size.</source>
        <translation>En points, de 8 à 32&#x202f;; 0 est la taille du système.</translation>
    </message>
    <message>
        <source>In seconds.</source>
        <translation>En secondes.</translation>
    </message>
    <message>
        <source>In seconds; some models think for minutes without a word.</source>
        <translation>En secondes&#x202f;; certains modèles réfléchissent des minutes sans un mot.</translation>
    </message>
    <message>
        <source>In tenths of the height of a line of text.</source>
        <translation>En dixièmes de la hauteur d’une ligne de texte.</translation>
    </message>
    <message>
        <source>In this order, as provider/model or local/NAME.</source>
        <translation>Dans cet ordre, sous la forme fournisseur/modèle ou local/NOM.</translation>
    </message>
    <message>
        <source>Keep a local model in memory</source>
        <translation>Garder un modèle local en mémoire</translation>
    </message>
    <message>
        <source>Keep the list of requests</source>
        <translation>Garder la liste des requêtes</translation>
    </message>
    <message>
        <source>Key for the quick question</source>
        <translation>Touche de la question rapide</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Layers on the graphics device</source>
        <translation>Couches sur le processeur graphique</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Light, dark, or as the system is.</source>
        <translation>Clair, sombre ou comme le système.</translation>
    </message>
    <message>
        <source>Local models at once</source>
        <translation>Modèles locaux simultanés</translation>
    </message>
    <message>
        <source>Longest silence</source>
        <translation>Plus long silence</translation>
    </message>
    <message>
        <source>Longest wait for a connection</source>
        <translation>Attente maximale d’une connexion</translation>
    </message>
    <message>
        <source>Longest wait for the first word</source>
        <translation>Attente maximale du premier mot</translation>
    </message>
    <message>
        <source>Look for updates once a day</source>
        <translation>Chercher des mises à jour une fois par jour</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Model that was chosen last</source>
        <translation>Dernier modèle choisi</translation>
    </message>
    <message>
        <source>Models to fall back on</source>
        <translation>Modèles de secours</translation>
    </message>
    <message>
        <source>Monthly budgets</source>
        <translation>Budgets mensuels</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Mouvement</translation>
    </message>
    <message>
        <source>Nothing is connected to, not even a server on this computer: only models that run in deskchat itself answer.</source>
        <translation>Aucune connexion, pas même à un serveur de cet ordinateur&#xa0;: seuls répondent les modèles qui fonctionnent dans deskchat lui-même.</translation>
    </message>
    <message>
        <source>One a provider, such as “openai 20.00 USD”. At four fifths you are told, and at its end you are asked.</source>
        <translation>Un par fournisseur, par exemple «&#xa0;openai 20.00 USD&#xa0;». Aux quatre cinquièmes vous êtes prévenu, et à l’épuisement la question vous est posée.</translation>
    </message>
    <message>
        <source>Packages whose providers are used. They run with the rights of deskchat: allow only what you trust.</source>
        <translation>Paquets dont les fournisseurs sont utilisés. Ils s’exécutent avec les droits de deskchat&#xa0;: n’autorisez que ce qui a votre confiance.</translation>
    </message>
    <message>
        <source>Place of the window</source>
        <translation>Place de la fenêtre</translation>
    </message>
    <message>
        <source>Plugins in use</source>
        <translation>Extensions utilisées</translation>
    </message>
    <message>
        <source>Precision of the context</source>
        <translation>Précision du contexte</translation>
    </message>
    <message>
        <source>Processor threads for local models; 0 chooses by itself.</source>
        <translation>Fils d’exécution du processeur pour les modèles locaux&#x202f;; 0 choisit de lui-même.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Mandataire (proxy)</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Réduit</translation>
    </message>
    <message>
        <source>Reduced: nothing blinks, fades or slides.</source>
        <translation>Réduit&#xa0;: rien ne clignote, ne s’estompe ni ne glisse.</translation>
    </message>
    <message>
        <source>Send with</source>
        <translation>Envoyer avec</translation>
    </message>
    <message>
        <source>Show the conversations</source>
        <translation>Afficher les conversations</translation>
    </message>
    <message>
        <source>Stay offline</source>
        <translation>Rester hors ligne</translation>
    </message>
    <message>
        <source>Such as Ctrl+Alt+Space, heard in every program; empty for none. On Wayland the desktop asks you first, if it can; on macOS give the command “deskchat quick” a key in the system&apos;s settings.</source>
        <translation>Par exemple Ctrl+Alt+Space, entendue dans tous les programmes&#x202f;; vide pour aucune. Sous Wayland, le bureau vous demande d’abord, s’il le peut&#x202f;; sous macOS, donnez une touche à la commande «&#xa0;deskchat quick&#xa0;» dans les réglages du système.</translation>
    </message>
    <message>
        <source>Tell of replies</source>
        <translation>Signaler les réponses</translation>
    </message>
    <message>
        <source>Tells when there is a newer release; installs nothing.</source>
        <translation>Signale une nouvelle version&#x202f;; n’installe rien.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Taille du texte</translation>
    </message>
    <message>
        <source>The assistant of a new conversation; empty for none.</source>
        <translation>L’assistant d’une nouvelle conversation&#x202f;; vide&#xa0;: aucun.</translation>
    </message>
    <message>
        <source>The welcome was seen</source>
        <translation>L’accueil a été vu</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Réflexion</translation>
    </message>
    <message>
        <source>When a model can&apos;t answer, the next of the list is asked; the reply says so.</source>
        <translation>Quand un modèle ne peut pas répondre, le suivant de la liste est interrogé&#x202f;; la réponse le dit.</translation>
    </message>
    <message>
        <source>Width of the conversations</source>
        <translation>Largeur de la liste des conversations</translation>
    </message>
    <message>
        <source>Wrap long lines of code</source>
        <translation>Couper les longues lignes de code</translation>
    </message>
    <message>
        <source>Otherwise code that is too wide is scrolled sideways.</source>
        <translation>Sinon, le code trop large défile horizontalement.</translation>
    </message>
    <message>
        <source>The key that sends the message.</source>
        <translation>La touche qui envoie le message.</translation>
    </message>
    <message>
        <source>The model of a new conversation, as provider/model; empty: the one that was chosen last.</source>
        <translation>Le modèle d’une nouvelle conversation, sous la forme fournisseur/modèle&#x202f;; vide&#xa0;: le dernier choisi.</translation>
    </message>
    <message>
        <source>The system&apos;s size</source>
        <translation>La taille du système</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Fils d’exécution</translation>
    </message>
    <message>
        <source>Use models of other programs</source>
        <translation>Utiliser les modèles d’autres programmes</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Habituel</translation>
    </message>
    <message>
        <source>When a long reply ends and nobody is looking. The notification shows the conversation&apos;s title, nothing of the reply.</source>
        <translation>Quand une longue réponse se termine et que personne ne regarde. La notification montre le titre de la conversation, rien de la réponse.</translation>
    </message>
    <message>
        <source>When several models are asked at once, their names are hidden until you pick the best reply.</source>
        <translation>Quand plusieurs modèles sont interrogés à la fois, leurs noms sont masqués jusqu’à ce que vous choisissiez la meilleure réponse.</translation>
    </message>
    <message>
        <source>q8_0 takes half the memory of f16, at hardly any loss.</source>
        <translation>q8_0 prend la moitié de la mémoire de f16, presque sans perte.</translation>
    </message>
    <message>
        <source>“system”, “none”, or an address such as http://proxy.example:3128, with a name http://me@proxy.example:3128. This computer itself is never asked through it.</source>
        <translation>«&#xa0;system&#xa0;», «&#xa0;none&#xa0;», ou une adresse comme http://proxy.example:3128, avec un nom http://moi@proxy.example:3128. Cet ordinateur lui-même n’est jamais interrogé par ce biais.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
</context>
<context>
    <name>SeveralView</name>
    <message numerus="yes">
        <source>%1 replies side by side</source>
        <translation>
            <numerusform>%1 réponse</numerusform>
            <numerusform>%1 réponses côte à côte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%1 selected</source>
        <translation>
            <numerusform>%1 sélectionnée</numerusform>
            <numerusform>%1 sélectionnées</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: what to do with them</source>
        <translation>%1&#xa0;: que faire</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Plus ancien</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>Rien trouvé.</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Épingler</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Épinglées</translation>
    </message>
    <message>
        <source>Previous 30 days</source>
        <translation>30 jours précédents</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>7 jours précédents</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search conversations</source>
        <translation>Rechercher dans les conversations</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>The list has changed meanwhile. Please select again.</source>
        <translation>La liste a changé entre-temps. Sélectionnez de nouveau.</translation>
    </message>
    <message>
        <source>The newest %d are shown.</source>
        <translation>Les %d plus récents sont affichés.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Désépingler</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Your conversations will be listed here.</source>
        <translation>Vos conversations seront listées ici.</translation>
    </message>
</context>
<context>
    <name>SnippetBox</name>
    <message>
        <source>Manage snippets…</source>
        <translation>Gérer les extraits…</translation>
    </message>
    <message>
        <source>Snippets</source>
        <translation>Extraits</translation>
    </message>
</context>
<context>
    <name>SnippetsPage</name>
    <message>
        <source>Export snippets</source>
        <translation>Exporter des extraits</translation>
    </message>
    <message>
        <source>Import snippets</source>
        <translation>Importer des extraits</translation>
    </message>
    <message>
        <source>New snippet</source>
        <translation>Nouvel extrait</translation>
    </message>
    <message>
        <source>Snippets</source>
        <translation>Extraits</translation>
    </message>
    <message>
        <source>Snippets (*.toml)</source>
        <translation>Extraits (*.toml)</translation>
    </message>
    <message>
        <source>Snippets added: %s</source>
        <translation>Extraits ajoutés&#xa0;: %s</translation>
    </message>
    <message>
        <source>Snippets and texts (*.toml *.txt *.md)</source>
        <translation>Extraits et textes (*.toml *.txt *.md)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>There are no snippets yet. “New” makes one.</source>
        <translation>Il n’y a pas encore d’extraits. «&#xa0;Nouveau&#xa0;» en crée un.</translation>
    </message>
    <message>
        <source>“%s” was deleted.</source>
        <translation>«&#xa0;%s&#xa0;» a été supprimé.</translation>
    </message>
    <message>
        <source>“/” at the start of the message field offers them. What stands in {{two braces}} is filled in each time: Tab goes from one to the next. {{clipboard}} becomes what was copied last.</source>
        <translation>«&#xa0;/&#xa0;» au début du champ du message les propose. Ce qui est entre {{deux accolades}} se remplit à chaque fois&#xa0;: Tab passe de l’un au suivant. {{clipboard}} devient ce qui a été copié en dernier.</translation>
    </message>
</context>
<context>
    <name>SpendingPage</name>
    <message numerus="yes">
        <source>%1 replies were written.</source>
        <translation>
            <numerusform>%1 réponse a été écrite.</numerusform>
            <numerusform>%1 réponses ont été écrites.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%2 + %1 not known</source>
        <translation>
            <numerusform>%2 + %1 inconnue</numerusform>
            <numerusform>%2 + %1 inconnues</numerusform>
        </translation>
    </message>
    <message>
        <source>A deleted conversation</source>
        <translation>Une conversation supprimée</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>By conversation</source>
        <translation>Par conversation</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Par jour</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Par modèle</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>Par mois</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>Par fournisseur</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>Cost in %s</source>
        <translation>Coût en %s</translation>
    </message>
    <message>
        <source>Cost not known</source>
        <translation>Coût inconnu</translation>
    </message>
    <message>
        <source>Days and months are counted in UTC, as on the invoices of most providers.</source>
        <translation>Les jours et les mois sont comptés en UTC, comme sur les factures de la plupart des fournisseurs.</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Exporter en CSV…</translation>
    </message>
    <message>
        <source>Export what was spent</source>
        <translation>Exporter les dépenses</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>Du cache</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mesure</translation>
    </message>
    <message>
        <source>Nothing was asked in this time.</source>
        <translation>Rien n’a été demandé pendant cette période.</translation>
    </message>
    <message>
        <source>Nothing was paid</source>
        <translation>Rien n’a été payé</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>Rows of the table</source>
        <translation>Lignes du tableau</translation>
    </message>
    <message>
        <source>Spending</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Somme</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <source>The last 12 months</source>
        <translation>Les 12 derniers mois</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Jetons</translation>
    </message>
    <message>
        <source>Tokens read</source>
        <translation>Jetons lus</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Écrits</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
</context>
<context>
    <name>SpendingPlot</name>
    <message>
        <source>Nothing to draw for this time.</source>
        <translation>Rien à tracer pour cette période.</translation>
    </message>
    <message>
        <source>Plot: %s</source>
        <translation>Graphique&#xa0;: %s</translation>
    </message>
    <message>
        <source>The plot can&apos;t be drawn; the table has its numbers.</source>
        <translation>Le graphique ne peut pas être tracé&#x202f;; le tableau en donne les nombres.</translation>
    </message>
    <message>
        <source>The same numbers stand in the table below.</source>
        <translation>Les mêmes nombres figurent dans le tableau ci-dessous.</translation>
    </message>
</context>
<context>
    <name>TemporaryBar</name>
    <message>
        <source>Erase</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Forget it now</source>
        <translation>L’oublier maintenant</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Make it a conversation like any other</source>
        <translation>En faire une conversation comme les autres</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>Conversation temporaire</translation>
    </message>
    <message>
        <source>Temporary chat: deskchat writes nothing of it to the disk. A provider elsewhere still gets what you send.</source>
        <translation>Conversation temporaire&#xa0;: deskchat n’en écrit rien sur le disque. Un fournisseur extérieur reçoit tout de même ce que vous envoyez.</translation>
    </message>
</context>
<context>
    <name>TermsBar</name>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Edit the system prompt and parameters</source>
        <translation>Modifier l’invite système et les paramètres</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Invite système</translation>
    </message>
</context>
<context>
    <name>TermsDialog</name>
    <message>
        <source>Assistant</source>
        <translation>Assistant</translation>
    </message>
    <message>
        <source>Assistant and parameters of this conversation</source>
        <translation>Assistant et paramètres de cette conversation</translation>
    </message>
    <message>
        <source>No assistant</source>
        <translation>Aucun assistant</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Invite système</translation>
    </message>
    <message>
        <source>They hold from the next reply on, for this conversation alone. What a model does not take is left out, and the reply says so.</source>
        <translation>Ils valent à partir de la prochaine réponse, pour cette conversation seule. Ce qu’un modèle n’accepte pas est laissé de côté, et la réponse le dit.</translation>
    </message>
    <message>
        <source>What the model is to know and to heed in every reply</source>
        <translation>Ce que le modèle doit savoir et respecter dans chaque réponse</translation>
    </message>
</context>
<context>
    <name>TextMenu</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Copier en Markdown</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>Copier en texte brut</translation>
    </message>
    <message>
        <source>Copy as rich text</source>
        <translation>Copier en texte enrichi</translation>
    </message>
    <message>
        <source>Select the whole conversation</source>
        <translation>Sélectionner toute la conversation</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>%1 MB</source>
        <translation>%1 Mo</translation>
    </message>
    <message numerus="yes">
        <source>%1 bytes</source>
        <translation>
            <numerusform>%1 octet</numerusform>
            <numerusform>%1 octets</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 ko</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 jetons/s</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1, encore %2 environ</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Asked again in %1 s.</source>
        <translation>Nouvel essai dans %1 s.</translation>
    </message>
    <message>
        <source>Asking again…</source>
        <translation>Nouvel essai…</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Chargement du modèle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Reading the conversation</source>
        <translation>Lecture de la conversation</translation>
    </message>
    <message>
        <source>Reply %1</source>
        <translation>Réponse %1</translation>
    </message>
    <message>
        <source>Scroll the conversation</source>
        <translation>Faire défiler la conversation</translation>
    </message>
    <message>
        <source>Scrolling transcript</source>
        <translation>Fil de la conversation, défilant</translation>
    </message>
    <message>
        <source>The model answered with nothing.</source>
        <translation>Le modèle n’a rien répondu.</translation>
    </message>
    <message>
        <source>The model asked for a tool, which deskchat does not offer.</source>
        <translation>Le modèle a demandé un outil que deskchat n’offre pas.</translation>
    </message>
    <message>
        <source>The model declined to answer.</source>
        <translation>Le modèle a refusé de répondre.</translation>
    </message>
    <message>
        <source>The provider&apos;s content filter ended the reply.</source>
        <translation>Le filtre de contenu du fournisseur a mis fin à la réponse.</translation>
    </message>
    <message>
        <source>The reply reached its length limit.</source>
        <translation>La réponse a atteint sa longueur maximale.</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>Réflexion…</translation>
    </message>
    <message>
        <source>This reply failed.</source>
        <translation>Cette réponse a échoué.</translation>
    </message>
    <message>
        <source>This reply was cut off; what had arrived is kept.</source>
        <translation>Cette réponse a été coupée&#x202f;; ce qui était arrivé est conservé.</translation>
    </message>
    <message>
        <source>Thought for %1</source>
        <translation>A réfléchi %1</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>Réflexions</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Messages de la conversation</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>En attente du premier mot…</translation>
    </message>
    <message>
        <source>Waiting until another reply on this computer is written…</source>
        <translation>En attente de la fin d’une autre réponse sur cet ordinateur…</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>You picked %s. Not picked: %s.</source>
        <translation>Vous avez choisi %s. Non retenus&#xa0;: %s.</translation>
    </message>
    <message>
        <source>You stopped this reply.</source>
        <translation>Vous avez arrêté cette réponse.</translation>
    </message>
    <message>
        <source>[image not loaded: %1]</source>
        <translation>[image non chargée&#xa0;: %1]</translation>
    </message>
    <message>
        <source>a file</source>
        <translation>un fichier</translation>
    </message>
    <message>
        <source>first token in %1</source>
        <translation>premier jeton en %1</translation>
    </message>
    <message>
        <source>in the text</source>
        <translation>dans le texte</translation>
    </message>
    <message>
        <source>no description</source>
        <translation>sans description</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>This desktop has no tray: closing the window ends deskchat.</source>
        <translation>Ce bureau n’a pas de zone de notification&#xa0;: fermer la fenêtre arrête deskchat.</translation>
    </message>
</context>
<context>
    <name>TreeDialog</name>
    <message>
        <source>Bold is what is shown. Enter goes to a message; ← and → close and open a branch.</source>
        <translation>Ce qui est affiché est en gras. Entrée mène à un message&#x202f;; ← et → ferment et ouvrent une branche.</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>Branches</translation>
    </message>
    <message>
        <source>Branches of this conversation</source>
        <translation>Branches de cette conversation</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Y aller</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Version %s of %s</source>
        <translation>Version %s sur %s</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
</context>
<context>
    <name>UpdatesPage</name>
    <message>
        <source>Asking…</source>
        <translation>Demande en cours…</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Regarder maintenant</translation>
    </message>
    <message>
        <source>This build does not know where its updates are. %1</source>
        <translation>Cette version de deskchat ne sait pas où sont ses mises à jour. %1</translation>
    </message>
    <message>
        <source>This is deskchat %1.</source>
        <translation>Ceci est deskchat %1.</translation>
    </message>
    <message>
        <source>This is the newest release.</source>
        <translation>C’est la version la plus récente.</translation>
    </message>
    <message>
        <source>What is new…</source>
        <translation>Nouveautés…</translation>
    </message>
    <message>
        <source>deskchat %1 of %2 is there. %3</source>
        <translation>deskchat %1 du %2 est disponible. %3</translation>
    </message>
</context>
<context>
    <name>Verbosity</name>
    <message>
        <source>As the model likes</source>
        <translation>Au gré du modèle</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>Longue</translation>
    </message>
    <message>
        <source>Middling</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>Courte</translation>
    </message>
</context>
<context>
    <name>VerbosityButton</name>
    <message>
        <source>How much the model says</source>
        <translation>Combien le modèle en dit</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message numerus="yes">
        <source>%1 characters</source>
        <translation>
            <numerusform>%1 caractère</numerusform>
            <numerusform>%1 caractères</numerusform>
        </translation>
    </message>
    <message>
        <source>models that take such files get the file itself, the others this text</source>
        <translation>les modèles qui acceptent de tels fichiers reçoivent le fichier lui-même, les autres ce texte</translation>
    </message>
    <message>
        <source>the first %1 are shown</source>
        <translation>les %1 premiers sont affichés</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>%1 answers here, offline.</source>
        <translation>%1 répond ici, hors ligne.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 répond.</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>Ajouter une clé</translation>
    </message>
    <message>
        <source>Bring my chats</source>
        <translation>Apporter mes conversations</translation>
    </message>
    <message>
        <source>Chat now</source>
        <translation>Converser maintenant</translation>
    </message>
    <message>
        <source>Everything stays on this computer, until you choose a model that does not.</source>
        <translation>Tout reste sur cet ordinateur, jusqu’à ce que vous choisissiez un modèle qui n’y est pas.</translation>
    </message>
    <message>
        <source>For OpenAI, Anthropic, Google and others.</source>
        <translation>Pour OpenAI, Anthropic, Google et d’autres.</translation>
    </message>
    <message>
        <source>From ChatGPT, Claude and others.</source>
        <translation>Depuis ChatGPT, Claude et d’autres.</translation>
    </message>
    <message>
        <source>Get a better model</source>
        <translation>Obtenir un meilleur modèle</translation>
    </message>
    <message>
        <source>One that fits this computer.</source>
        <translation>Un qui convient à cet ordinateur.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Passer</translation>
    </message>
    <message>
        <source>Welcome to deskchat</source>
        <translation>Bienvenue dans deskchat</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>A temporary chat has to be kept before it can be exported.</source>
        <translation>Une conversation temporaire doit être gardée avant de pouvoir être exportée.</translation>
    </message>
    <message>
        <source>Connections are allowed again.</source>
        <translation>Les connexions sont de nouveau permises.</translation>
    </message>
    <message>
        <source>Downloads…</source>
        <translation>Téléchargements…</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Revenir</translation>
    </message>
    <message>
        <source>Network…</source>
        <translation>Réseau…</translation>
    </message>
    <message>
        <source>Spending…</source>
        <translation>Dépenses…</translation>
    </message>
    <message>
        <source>The temporary chat is in memory until the next one begins or deskchat is closed.</source>
        <translation>La conversation temporaire reste en mémoire jusqu’à ce que la suivante commence ou que deskchat soit fermé.</translation>
    </message>
    <message>
        <source>Updates…</source>
        <translation>Mises à jour…</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>L’utiliser</translation>
    </message>
    <message>
        <source>You are offline: nothing is connected to until you turn it off again.</source>
        <translation>Vous êtes hors ligne&#xa0;: aucune connexion jusqu’à ce que vous changiez cela.</translation>
    </message>
    <message>
        <source>conversation</source>
        <translation>conversation</translation>
    </message>
    <message>
        <source>conversations</source>
        <translation>conversations</translation>
    </message>
    <message>
        <source>deskchat %1 is there.</source>
        <translation>deskchat %1 est disponible.</translation>
    </message>
    <message>
        <source>“%1” is downloaded: it is in the list of models.</source>
        <translation>«&#xa0;%1&#xa0;» est téléchargé&#xa0;: il est dans la liste des modèles.</translation>
    </message>
    <message>
        <source>“%1” is not downloaded. %2</source>
        <translation>«&#xa0;%1&#xa0;» n’a pas été téléchargé. %2</translation>
    </message>
</context>
<context>
    <name>_Bar</name>
    <message>
        <source>Scroll the code sideways</source>
        <translation>Faire défiler le code horizontalement</translation>
    </message>
</context>
<context>
    <name>_Column</name>
    <message>
        <source>Go on with this one</source>
        <translation>Continuer avec celle-ci</translation>
    </message>
    <message>
        <source>Stop this one</source>
        <translation>Arrêter celle-ci</translation>
    </message>
    <message>
        <source>This one is best</source>
        <translation>Celle-ci est la meilleure</translation>
    </message>
</context>
<context>
    <name>_WaitingChip</name>
    <message>
        <source>Don&apos;t attach %1</source>
        <translation>Ne pas joindre %1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>Waiting…</source>
        <translation>En attente…</translation>
    </message>
</context>
</TS>
