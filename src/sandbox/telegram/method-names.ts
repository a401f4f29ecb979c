/** Every method of Bot API 10.3 (the types of `@grammyjs/types` 5.0.0), emulated or not, in lower case. */
export const METHOD_NAMES: ReadonlySet<string> = new Set(
  `
    getUpdates setWebhook deleteWebhook getWebhookInfo getMe logOut close sendMessage sendRichMessage
    forwardMessage forwardMessages copyMessage copyMessages sendPhoto sendLivePhoto sendAudio
    sendDocument sendVideo sendAnimation sendVoice sendVideoNote sendPaidMedia sendMediaGroup
    sendLocation editMessageLiveLocation stopMessageLiveLocation sendVenue sendContact sendPoll
    sendChecklist editMessageChecklist sendDice sendMessageDraft sendRichMessageDraft sendChatAction
    setMessageReaction getUserProfilePhotos getUserProfileAudios setUserEmojiStatus getFile
    kickChatMember banChatMember unbanChatMember restrictChatMember promoteChatMember
    setChatAdministratorCustomTitle setChatMemberTag banChatSenderChat unbanChatSenderChat
    setChatPermissions exportChatInviteLink createChatInviteLink editChatInviteLink
    createChatSubscriptionInviteLink editChatSubscriptionInviteLink revokeChatInviteLink
    approveChatJoinRequest declineChatJoinRequest answerChatJoinRequestQuery sendChatJoinRequestWebApp
    approveSuggestedPost declineSuggestedPost setChatPhoto deleteChatPhoto setChatTitle
    setChatDescription pinChatMessage unpinChatMessage unpinAllChatMessages leaveChat getChat
    getChatAdministrators getChatMembersCount getChatMemberCount getChatMember
    getUserPersonalChatMessages setChatStickerSet deleteChatStickerSet getForumTopicIconStickers
    createForumTopic editForumTopic closeForumTopic reopenForumTopic deleteForumTopic
    unpinAllForumTopicMessages editGeneralForumTopic closeGeneralForumTopic reopenGeneralForumTopic
    hideGeneralForumTopic unhideGeneralForumTopic unpinAllGeneralForumTopicMessages answerCallbackQuery
    answerGuestQuery getUserChatBoosts getUserGifts getChatGifts getBusinessConnection getManagedBotToken
    replaceManagedBotToken getManagedBotAccessSettings setManagedBotAccessSettings setMyCommands
    deleteMyCommands getMyCommands setMyName getMyName setMyDescription getMyDescription
    setMyShortDescription getMyShortDescription setMyProfilePhoto removeMyProfilePhoto setChatMenuButton
    getChatMenuButton setMyDefaultAdministratorRights getMyDefaultAdministratorRights getMyStarBalance
    editMessageText editMessageCaption editMessageMedia editMessageReplyMarkup stopPoll
    editEphemeralMessageText editEphemeralMessageMedia editEphemeralMessageCaption
    editEphemeralMessageReplyMarkup deleteMessage deleteMessages deleteEphemeralMessage
    deleteMessageReaction deleteAllMessageReactions deleteBusinessMessages setBusinessAccountName
    setBusinessAccountUsername setBusinessAccountBio setBusinessAccountProfilePhoto
    removeBusinessAccountProfilePhoto setBusinessAccountGiftSettings getBusinessAccountStarBalance
    transferBusinessAccountStars getBusinessAccountGifts convertGiftToStars upgradeGift transferGift
    postStory repostStory editStory deleteStory sendSticker getStickerSet getCustomEmojiStickers
    uploadStickerFile createNewStickerSet addStickerToSet setStickerPositionInSet deleteStickerFromSet
    replaceStickerInSet setStickerEmojiList setStickerKeywords setStickerMaskPosition setStickerSetTitle
    deleteStickerSet setStickerSetThumbnail setCustomEmojiStickerSetThumbnail getAvailableGifts sendGift
    giftPremiumSubscription answerInlineQuery answerWebAppQuery savePreparedInlineMessage
    savePreparedKeyboardButton sendInvoice createInvoiceLink answerShippingQuery answerPreCheckoutQuery
    getStarTransactions refundStarPayment editUserStarSubscription verifyUser verifyChat
    removeUserVerification removeChatVerification readBusinessMessage setPassportDataErrors sendGame
    setGameScore getGameHighScores
  `
    .trim()
    .toLowerCase()
    .split(/\s+/),
);
